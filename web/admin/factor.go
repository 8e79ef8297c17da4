package admin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"tracuu/data"
	"tracuu/qr"
)

const (
	codePeriod    = 30 // seconds that a code of a phone is good for
	codeSkew      = 1  // periods that a clock may be off
	recoveryCodes = 10
	recoveryBytes = 10 // 80 bits: nobody guesses them, and a plain hash is enough
)

// Why a code is not taken.
var (
	errCodeWrong = errors.New("wrong code")
	errCodeUsed  = errors.New("code was used before")
	errClockBack = errors.New("the clock is behind the last sign-in")
)

// factorKey makes a new secret for a phone.
func (s *Server) factorKey(name string) (*otp.Key, error) {
	issuer := strings.TrimSpace("Tra cứu " + s.Province)
	return totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: name, Period: codePeriod})
}

// factorSymbol draws what a phone reads the secret from.
func factorSymbol(url string) (template.HTML, error) {
	symbol, err := qr.NewText(url)
	if err != nil {
		return "", err
	}
	svg, err := symbol.SVG(qr.SVGOptions{})
	return template.HTML(svg), err
}

// useCode takes a phone's code and remembers its time, so that it is not taken
// again.
func useCode(f *data.SecondFactor, code string, now time.Time) error {
	step := now.Unix() / codePeriod
	if f.TOTPUsed > step+codeSkew {
		return errClockBack
	}
	for at := step - codeSkew; at <= step+codeSkew; at++ {
		fits, err := hotp.ValidateCustom(code, uint64(at), f.TOTPSecret, hotp.ValidateOpts{Digits: otp.DigitsSix})
		if errors.Is(err, otp.ErrValidateInputInvalidLength) {
			return errCodeWrong
		}
		if err != nil {
			return fmt.Errorf("check a code: %w", err)
		}
		if fits && at <= f.TOTPUsed {
			return errCodeUsed
		}
		if fits {
			f.TOTPUsed = at
			return nil
		}
	}
	return errCodeWrong
}

// useRecovery takes one of the recovery codes that are left.
func useRecovery(f *data.SecondFactor, code string) error {
	i := slices.Index(f.Recovery, recoveryHash(code))
	if i < 0 {
		return errCodeWrong
	}
	f.Recovery = slices.Delete(slices.Clone(f.Recovery), i, i+1)
	return nil
}

// codeProblem says why a code was not taken.
func (s *Server) codeProblem(err error) string {
	switch {
	case errors.Is(err, errCodeUsed):
		return "Mã này đã dùng rồi. Hãy đợi điện thoại hiện mã mới (nhiều nhất 30 giây) rồi gõ mã ấy."
	case errors.Is(err, errClockBack):
		return "Đồng hồ máy chủ đang chậm hơn lần đăng nhập trước (bây giờ máy chủ ghi " + when(s.Now()) +
			"), nên mã trên điện thoại chưa dùng được. Hãy báo người trông máy chủ chỉnh giờ; trong lúc đợi, dùng một mã dự phòng."
	}
	return "Mã chưa đúng hoặc đã hết hạn. Hãy gõ mã đang hiện trên điện thoại. Nếu mã nào cũng bị từ chối, hãy xem giờ trên điện thoại: máy chủ đang là " +
		when(s.Now()) + "; hai bên lệch quá một phút thì hãy bật đặt giờ tự động, hoặc dùng một mã dự phòng."
}

// cleanCode is a code without what people put between its letters.
func cleanCode(typed string) string {
	return strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' || r == '.' }), ""))
}

// isPhoneCode tells the codes of a phone from recovery codes.
func isPhoneCode(code string) bool { return len(code) <= 8 }

// newRecovery makes recovery codes as people write them down, and their hashes.
func newRecovery() (codes, hashes []string) {
	for range recoveryCodes {
		code := randomLetters(recoveryBytes)
		codes, hashes = append(codes, inFours(code)), append(hashes, recoveryHash(code))
	}
	return codes, hashes
}

// recoveryHash reads digits that are no letters of the alphabet as the letters
// they look like.
func recoveryHash(code string) string {
	sum := sha256.Sum256([]byte(strings.NewReplacer("0", "O", "1", "I", "8", "B").Replace(cleanCode(code))))
	return hex.EncodeToString(sum[:])
}

// randomLetters are n bytes by chance, as letters and digits.
func randomLetters(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it never fails
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// inFours parts a text for reading.
func inFours(s string) string {
	var parts []string
	for part := range slices.Chunk([]byte(s), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "-")
}
