package words

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestRead: one more file is one more language.
func TestRead(t *testing.T) {
	t.Parallel()
	all, err := Read(fstest.MapFS{
		"qab.tsv": {Data: []byte("# Thử hai\n\n# a remark\nTìm\tlook\n%s thủ tục\t%s tasks\tone task (%s)\n.\t·\n")},
		"qaa.tsv": {Data: []byte("# Thử một\nTìm\tfind\n")},
		"notes":   {Data: []byte("no table")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, l := range all {
		tags = append(tags, l.Tag+" "+l.Name)
	}
	if got := strings.Join(tags, ", "); got != "vi Tiếng Việt, qaa Thử một, qab Thử hai" {
		t.Errorf("languages %s", got)
	}
	l := all[2]
	for _, c := range []struct{ got, want string }{
		{l.T("Tìm"), "look"},
		{l.T("Trang %s", "/x"), "Trang /x"}, // not translated yet
		{l.N("%s thủ tục", 1), "one task (1)"},
		{l.N("%s thủ tục", 1200), "1·200 tasks"},
		{l.N("%s tin", 2), "2 tin"},
		{l.Path("/"), "/qab"},
		{l.Path("/thu-tuc"), "/qab/thu-tuc"},
		{all[0].N("%s thủ tục", 1200), "1.200 thủ tục"},
		{all[0].Path("/thu-tuc"), "/thu-tuc"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestReadFaults(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"# English\nTìm\n":                         "en.tsv:2: want a message",
		"# English\nTìm\t\n":                       "en.tsv:2: want a message",
		"# English\nTìm\tSearch\nTìm\tFind\n":      "en.tsv:3: \"Tìm\" is there twice",
		"Tìm\tSearch\n":                            "en.tsv:1: want the language's own name",
		"# English\n" + strings.Repeat("x", 1<<17): "en.tsv: ",
	} {
		_, err := Read(fstest.MapFS{"en.tsv": {Data: []byte(table)}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q gives %v, want %s", table, err, want)
		}
	}
}
