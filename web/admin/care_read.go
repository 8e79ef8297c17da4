package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
	"tracuu/web"
	"tracuu/web/paths"
)

// maxCareDest bounds a target as typed, in letters.
const maxCareDest = 400

// queryOf writes pairs of names and values as a query, without empty ones.
func queryOf(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v.Encode()
}

// careDigest names what was tried: another text must be tried anew.
func careDigest(f careForm) string {
	r := f.Rule
	sum := sha256.Sum256([]byte(strings.Join([]string{r.Typed, r.Means, strconv.FormatBool(r.Both), string(r.Target.Kind), r.Target.Key}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// clean is a text on one line, its letters repaired.
func clean(text string) string { return strings.Join(strings.Fields(vi.Repair(text)), " ") }

// readCare reads a form and says what is wrong with it.
func (s *Server) readCare(ctx context.Context, f *careForm, r *http.Request) error {
	rule := &f.Rule
	rule.Typed, rule.Means = clean(r.PostFormValue("tu")), clean(r.PostFormValue("nghia"))
	rule.Both = r.PostFormValue("hai-chieu") == "1"
	rule.Title, rule.Reason, rule.Owner = clean(r.PostFormValue("ten")), clean(r.PostFormValue("ly-do")), clean(r.PostFormValue("nguoi"))
	rule.Until = data.Date(strings.TrimSpace(r.PostFormValue("den")))
	rule.Version, _ = strconv.ParseInt(r.PostFormValue("phien-ban"), 10, 64) // no number is no version
	rule.State = data.CareProposed
	if f.Publish {
		rule.State = data.CareLive
	}
	f.Dest, f.Bare = strings.TrimSpace(r.PostFormValue("dich")), r.PostFormValue("khong-dau") == "1"
	for name, text := range map[string]string{"tu": rule.Typed, "nghia": rule.Means, "ten": rule.Title, "nguoi": rule.Owner} {
		if n := utf8.RuneCountInString(text); n > data.MaxCareText {
			f.Problems[name] = fmt.Sprintf("Dài %d chữ, nhiều nhất là %d. Hãy viết gọn lại.", n, data.MaxCareText)
		}
	}
	if n := utf8.RuneCountInString(rule.Reason); n > data.MaxCareReason {
		f.Problems["ly-do"] = fmt.Sprintf("Dài %d chữ, nhiều nhất là %d. Hãy viết gọn lại.", n, data.MaxCareReason)
	}
	known := s.Search.Known(rule.Typed)
	if known.Words == 0 {
		f.Problems["tu"] = "Hãy gõ ít nhất một từ."
	}
	if err := s.checkTwice(ctx, f); err != nil {
		return err
	}
	switch rule.Kind {
	case data.CareSynonym:
		return s.checkSynonym(ctx, f, known)
	case data.CareBet, data.CareRoute:
		if chosen := r.PostFormValue("chon"); chosen != "" && f.Dest == r.PostFormValue("chon-cho") {
			f.Dest = chosen
		}
		s.checkTerm(f)
		return s.checkTarget(ctx, f)
	}
	return nil
}

// problem notes what is wrong with a field, unless something else is already.
func (f *careForm) problem(field, text string) {
	if f.Problems[field] == "" {
		f.Problems[field] = text
	}
}

// checkTwice refuses what is there already, and circles.
func (s *Server) checkTwice(ctx context.Context, f *careForm) error {
	rules, err := s.Store.CareRules(ctx, f.Rule.Kind)
	if err != nil {
		return err
	}
	typed, means := careKey(f.Rule.Typed), careKey(f.Rule.Means)
	for _, o := range rules {
		same := careKey(o.Typed) == typed
		switch {
		case o.ID == f.Rule.ID:
		case f.Rule.Kind == data.CareSynonym && (same || o.Both && careKey(o.Means) == typed):
			f.problem("tu", fmt.Sprintf("“%s” đã được dạy là “%s”. Hãy sửa mục ấy thay vì thêm mục mới.", o.Typed, o.Means))
		case f.Rule.Kind == data.CareSynonym && careKey(o.Typed) == means && careKey(o.Means) == typed:
			f.problem("nghia", fmt.Sprintf("Đã có “%s” nghĩa là “%s”: hai mục sẽ thành vòng tròn. Muốn hiểu cả hai chiều thì mở mục ấy và chọn “Cả hai chiều”.", o.Typed, o.Means))
		case f.Rule.Kind == data.CareSynonym && careKey(o.Typed) == means:
			f.problem("nghia", fmt.Sprintf("“%s” lại được dạy là “%s”; máy không đi tiếp hai bước. Hãy ghi thẳng “%s”.", o.Typed, o.Means, o.Means))
		case f.Rule.Kind == data.CareSuppressed && same, same && o.Target == f.Rule.Target && o.Target.Key != "":
			f.problem("tu", fmt.Sprintf("Đã có mục “%s” như vậy.", o.Typed))
		}
	}
	return nil
}

// careKey is the same for spellings that differ in case alone.
func careKey(text string) string {
	var words []string
	for t := range vi.Tokens(text) {
		words = append(words, vi.Canonical(t.Text))
	}
	return strings.Join(words, " ")
}

func (s *Server) checkSynonym(ctx context.Context, f *careForm, known search.Known) error {
	rule := f.Rule
	means := s.Search.Known(rule.Means)
	switch {
	case means.Words == 0:
		f.problem("nghia", "Hãy ghi thủ tục gọi việc ấy là gì.")
	case vi.Fold(careKey(rule.Typed)) == vi.Fold(careKey(rule.Means)):
		f.problem("nghia", "Hai bên giống nhau, chỉ khác dấu hoặc chữ hoa; máy vốn hiểu rồi.")
	case rule.Both && means.Common:
		f.problem("nghia", fmt.Sprintf("“%s” là từ quá chung nên không thể hiểu cả hai chiều. Hãy bỏ chọn “Cả hai chiều”.", rule.Means))
	}
	switch {
	case known.Common:
		f.problem("tu", fmt.Sprintf("“%s” một mình là từ quá chung: có trong rất nhiều câu hỏi khác. Hãy ghi cả cụm người dân gõ.", rule.Typed))
	case known.Named != "":
		p, err := s.Store.Procedure(ctx, known.Named)
		if err != nil {
			return err
		}
		f.problem("tu", fmt.Sprintf("Đây đúng là tên của thủ tục %s (%s): gõ tên ấy đã thấy. Dạy nghĩa khác sẽ làm mất kết quả đúng.", p.Code, p.Name))
	case known.Marked != "" && !f.Bare:
		f.problem("tu", fmt.Sprintf("Hình như thiếu dấu: có phải “%s”? Hãy gõ có dấu; ai gõ không dấu vẫn khớp.", known.Marked))
	}
	if means.Marked != "" && !f.Bare {
		f.problem("nghia", fmt.Sprintf("Hình như thiếu dấu: có phải “%s”?", means.Marked))
	}
	return nil
}

// checkTerm reads how long a rule is good for and who answers for it.
func (s *Server) checkTerm(f *careForm) {
	rule := &f.Rule
	_, isDay := rule.Until.Time()
	switch {
	case rule.Until == "" && rule.Kind == data.CareBet:
		f.problem("den", "Ghim nào cũng có hạn, để có ngày xem lại. Hãy chọn ngày cuối.")
	case rule.Until == "":
	case !isDay:
		f.problem("den", "Hãy ghi ngày theo dạng năm-tháng-ngày, ví dụ 2027-06-30.")
	case rule.Until < s.today():
		f.problem("den", "Ngày này đã qua. Hãy chọn ngày từ hôm nay trở đi.")
	}
	if rule.Kind == data.CareBet && rule.Reason == "" {
		f.problem("ly-do", "Hãy ghi vì sao ghim, để người sau biết khi nào bỏ được.")
	}
	if rule.Owner == "" {
		f.problem("nguoi", "Hãy ghi ai trông mục này.")
	}
}

// checkTarget reads what a rule leads to. What is no code and no address is
// looked for, so that one of the hits can be chosen.
func (s *Server) checkTarget(ctx context.Context, f *careForm) error {
	target, problem := s.readTarget(f.Dest, f.Rule.Kind == data.CareRoute)
	if problem == "" && target == (data.Target{}) {
		t, err := s.tryQuery(ctx, f.Dest, s.Search.Prepare(data.Care{}))
		if err != nil {
			return err
		}
		f.Choices = slices.DeleteFunc(t.Hits, func(h careHit) bool { return !h.Procedure })
		f.problem("dich", "Hãy chọn một trong các thủ tục tìm thấy dưới đây, hoặc ghi mã thủ tục hay địa chỉ trang.")
		return nil
	}
	if problem != "" {
		f.problem("dich", problem)
		return nil
	}
	title, err := web.TargetTitle(ctx, s.Store, target)
	switch {
	case errors.Is(err, data.ErrNotFound):
		f.problem("dich", "Không có thủ tục, tin hay trang nào như vậy. Hãy mở trang ấy trên trang công khai rồi chép địa chỉ.")
		return nil
	case err != nil:
		return err
	}
	if target.Kind == data.KindProcedure {
		p, err := s.Store.Procedure(ctx, target.Key)
		if err != nil {
			return err
		}
		if p.ReplacedBy != "" {
			last, _, err := s.Store.Successor(ctx, p)
			if err != nil {
				return err
			}
			f.problem("dich", fmt.Sprintf("Thủ tục %s đã được thay bằng %s (%s). Hãy ghi mã mới.", p.Code, last.Code, last.Name))
		} else if p.Status == data.StatusRepealed {
			f.problem("dich", fmt.Sprintf("Thủ tục %s đã bãi bỏ nên không dẫn người dân tới. Hãy chọn thủ tục khác.", p.Code))
		}
	}
	f.Rule.Target = target
	if f.Rule.Title == "" {
		f.Rule.Title = clipText(title, data.MaxCareText)
	}
	return nil
}

// readTarget reads a code, a path or an address; the zero target is neither.
func (s *Server) readTarget(typed string, outside bool) (t data.Target, problem string) {
	set := s.Settings()
	u, err := url.Parse(typed)
	switch {
	case typed == "":
		return t, "Hãy ghi mã thủ tục, địa chỉ trang, hoặc vài từ để tìm."
	case utf8.RuneCountInString(typed) > maxCareDest:
		return t, fmt.Sprintf("Dài quá %d chữ. Hãy chép lại địa chỉ.", maxCareDest)
	}
	if c, err := data.ParseProcedureCode(typed); err == nil {
		return data.Target{Kind: data.KindProcedure, Key: c.Code}, ""
	}
	isPath := strings.HasPrefix(typed, "/")
	if !isPath && !strings.Contains(typed, "://") {
		return data.Target{}, ""
	}
	if err != nil {
		return t, "Địa chỉ viết sai. Hãy chép lại từ trình duyệt."
	}
	if own := append([]string{paths.HostOf(set.PublicURL)}, set.FormerHosts...); !isPath && slices.Contains(own, paths.Host(u.Host)) {
		u.Scheme, u.Host, isPath = "", "", true
	}
	switch {
	case isPath && (u.Host != "" || strings.HasPrefix(u.Path, "//") || strings.Contains(typed, `\`)):
		return t, "Đường dẫn của trang bắt đầu bằng đúng một dấu /, ví dụ /linh-vuc/ho-tich."
	case isPath:
		return pageTarget(u), ""
	case !outside:
		return t, "Ghim chỉ dẫn tới trang này. Trang ở nơi khác thì thêm ở mục Trang riêng."
	case !paths.Allowed(typed, set.AllowedHosts):
		return t, fmt.Sprintf("Địa chỉ %s chưa được phép. Chỉ dẫn tới https của .gov.vn và các tên miền quản trị viên đã cho phép ở Cài đặt.", clipText(u.Host, 60))
	}
	return data.Target{Kind: data.KindAddress, Key: u.String()}, ""
}

// pageTarget is what a page of the site is about, or the page itself.
func pageTarget(u *url.URL) data.Target {
	clean := path.Clean(u.Path)
	first, rest, _ := strings.Cut(strings.TrimPrefix(clean, "/"), "/")
	if rest != "" && !strings.Contains(rest, "/") {
		switch first {
		case "thu-tuc":
			if c, err := data.ParseProcedureCode(rest); err == nil {
				return data.Target{Kind: data.KindProcedure, Key: c.Code}
			}
		case "tin-tuc":
			number, _, _ := strings.Cut(rest, "-")
			if id, err := strconv.ParseInt(number, 10, 64); err == nil {
				return data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)}
			}
		case "linh-vuc":
			return data.Target{Kind: data.KindField, Key: rest}
		case "co-quan":
			return data.Target{Kind: data.KindAgency, Key: rest}
		}
	}
	page := url.URL{Path: clean, RawQuery: u.Query().Encode(), Fragment: u.Fragment}
	return data.Target{Kind: data.KindPage, Key: page.String()}
}

// targetTyped is a target as readTarget reads it.
func targetTyped(t data.Target) string {
	if t.Kind == data.KindProcedure {
		return t.Key
	}
	return paths.Target(t)
}
