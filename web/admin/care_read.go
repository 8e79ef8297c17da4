package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
	"tracuu/web/paths"
	"tracuu/web/target"
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
	known := s.Searcher.Known(rule.Typed)
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
	means := s.Searcher.Known(rule.Means)
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
	set := s.Settings()
	u, err := url.Parse(f.Dest)
	outside := err == nil && u.Host != "" && !slices.Contains(append([]string{paths.HostOf(set.PublicURL)}, set.FormerHosts...), paths.Host(u.Host))
	switch {
	case f.Dest == "":
		f.problem("dich", "Hãy ghi mã thủ tục, địa chỉ trang, hoặc vài từ để tìm.")
		return nil
	case outside && f.Rule.Kind == data.CareBet:
		f.problem("dich", "Ghim chỉ dẫn tới trang này. Trang ở nơi khác thì thêm ở mục Trang riêng.")
		return nil
	case outside && !paths.Allowed(f.Dest, set.AllowedHosts):
		f.problem("dich", fmt.Sprintf("Địa chỉ %s chưa được phép. Chỉ dẫn tới https của .gov.vn và các tên miền quản trị viên đã cho phép ở Cài đặt.", clipText(u.Host, 60)))
		return nil
	}
	reader, err := target.NewReader(ctx, s.Store, set.PublicURL)
	if err != nil {
		return err
	}
	aim, err := reader.Find(ctx, f.Dest)
	var unfit *target.Error
	switch {
	case errors.As(err, &unfit) && !strings.Contains(f.Dest, "/") && !isCode(f.Dest):
		return s.offer(ctx, f)
	case errors.As(err, &unfit):
		f.problem("dich", "Không có thủ tục, tin hay trang nào như vậy. Hãy mở trang ấy trên trang công khai rồi chép địa chỉ.")
		return nil
	case err != nil:
		return err
	}
	if !outside {
		live, err := reader.Live(ctx, aim)
		switch {
		case errors.As(err, &unfit):
			f.problem("dich", "Người dân không xem được trang này: "+unfit.What+". Hãy chọn trang khác.")
		case err != nil:
			return err
		case live.Target != aim.Target:
			f.problem("dich", fmt.Sprintf("%s đã được thay bằng %s (%s). Hãy ghi mã mới.", aim.Title, live.Key, live.Title))
		}
	}
	f.Rule.Target = aim.Target
	if f.Rule.Title == "" {
		f.Rule.Title = clipText(aim.Title, data.MaxCareText)
	}
	return nil
}

func isCode(typed string) bool {
	_, err := data.ParseProcedureCode(typed)
	return err == nil
}

// offer looks for what was typed instead of a code.
func (s *Server) offer(ctx context.Context, f *careForm) error {
	t, err := s.tryQuery(ctx, f.Dest, s.Searcher.Prepare(data.Care{}))
	if err != nil {
		return err
	}
	f.Choices = slices.DeleteFunc(t.Hits, func(h careHit) bool { return !h.Procedure })
	f.problem("dich", "Hãy chọn một trong các thủ tục tìm thấy dưới đây, hoặc ghi mã thủ tục hay địa chỉ trang.")
	return nil
}

// targetTyped is a target as readTarget reads it.
func targetTyped(t data.Target) string {
	if t.Kind == data.KindProcedure {
		return t.Key
	}
	return paths.Target(t)
}
