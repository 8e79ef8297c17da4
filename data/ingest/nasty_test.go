package ingest

import "testing"

// TestPlain: no markup is left in a text, however it is hidden, and no text is
// taken for markup.
func TestPlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		// Text that is none of it.
		"3 < 4 và 5 > 2":                "3 < 4 và 5 > 2",
		"a<b và c>d":                    "a<b và c>d",
		"x<y":                           "x<y",
		"thư gửi <lan@example.vn>":      "thư gửi <lan@example.vn>",
		"Điều <Nguyễn Văn A> đã ký":     "Điều <Nguyễn Văn A> đã ký",
		"R&D, T&amp;T, AT&T":            "R&D, T&T, AT&T",
		"<p>số <tên> và <b>đậm</b></p>": "số <tên> và đậm",
		"<p>3 < 4</p>":                  "3 < 4",
		"":                              "",
		// Markup.
		"<p>Một</p><p>hai</p>":                                      "Một\nhai",
		"Một<br>hai<BR/>ba":                                         "Một\nhai\nba",
		"<ul><li>Một</li><li>hai</li></ul>":                         "Một\nhai",
		"<p class='x' title=\"a > b\">Một</p>":                      "Một",
		"<B>Một</B>&nbsp;hai":                                       "Một hai",
		"&lt;p&gt;Một &amp;amp; hai&lt;/p&gt;&lt;p&gt;ba&lt;/p&gt;": "Một & hai\nba",
		// What hides.
		"<p>Một</p><script>alert(1)</script>":                             "Một",
		"<p>Một</p><SCRIPT src=//x>alert(1)":                              "Một",
		"<p>Một<script>if (a<b && c>d) alert('<p>')</script> hai</p>":     "Một hai",
		"<p>Một</p><style>p{color:red}</style>":                           "Một",
		"<p>Một<!-- <b>ẩn</b> --></p>":                                    "Một",
		"chỉ <!-- ẩn --> chữ":                                             "chỉ chữ",
		"<p>Một</p><iframe src=x>khung</iframe>":                          "Một",
		"<p>Một</p><svg onload=alert(1)><path d='M0 0'/></svg>":           "Một",
		"<p>Một</p><math><mi>x</mi></math>":                               "Một\nx",
		"<img src=x onerror=\"alert('>')\">ảnh":                           "ảnh",
		"<a href=\"javascript:alert(1)\">bấm</a>":                         "bấm",
		"<scr<script>x</script>ipt>alert(1)</script>":                     "xipt>alert(1)",
		"&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Một&lt;/p&gt;":     "Một",
		"<p>Một</p><div style=\"background:url(javascript:x)\">hai</div>": "Một\nhai",
		"<p>Một</p><b": "Một",
	} {
		if got := paragraphs(plain(in)); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
