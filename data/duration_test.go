package data_test

import (
	"testing"

	"tracuu/data"
)

func TestDurationISO(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		d    data.Duration
		want string
	}{
		{data.Duration{Value: 7, Unit: data.UnitDay}, "P7D"},
		{data.Duration{Value: 24, Unit: data.UnitHour}, "PT24H"},
		{data.Duration{Value: 1, Unit: data.UnitMonth}, "P1M"},
		{data.Duration{Value: 2, Unit: data.UnitYear}, "P2Y"},
		{data.Duration{Value: 5, Unit: data.UnitWorkingDay}, ""}, // ISO 8601 has no working days
		{data.Duration{Value: 1, Unit: data.UnitWithinDay}, ""},
		{data.Duration{Value: 1.5, Unit: data.UnitDay}, ""},
		{data.Duration{Text: "Theo quy định"}, ""},
		{data.Duration{Unit: data.UnitDay}, ""},
	} {
		if got := c.d.ISO(); got != c.want {
			t.Errorf("%+v is %q, want %q", c.d, got, c.want)
		}
	}
}
