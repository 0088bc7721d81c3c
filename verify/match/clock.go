package match

import (
	"strings"
	"time"
)

// layouts are the usual spellings of times, longer ones before their own
// beginnings. Each letter stands for a field, as fieldAt reads it.
var layouts = []string{
	"a b e H:M:Sf Z Y", "a b e H:M:Sf Y", "a b e H:M:S p Z Y", // date, ctime
	"a, d b Y H:M:S z", "a d b Y H:M:S p Z", "a d b Y H:M:S Z",
	"a b e H:M",
	"Y-m-d H:M:Sf z", "Y-m-d H:M:Sf", "Y-m-d H:M", "Y-m-dTH:M:Sfz", "Y-m-dTH:M:SfZ", "Y-m-dTH:M:Sf",
	"Y/m/d H:M:Sf", "Y/m/d H:M", "Y-m-d", "Y/m/d",
	"b e H:M:Sf", "b e H:M", "b e Y", // ls, syslog, __DATE__
	"H:M:Sf", "H:M",
}

const (
	months = "JanFebMarAprMayJunJulAugSepOctNovDec"
	days   = "MonTueWedThuFriSatSun"
)

// reading is what a time says. Fields it does not have are -1.
type reading struct {
	year, month, day     int
	hour, minute, second int
	afternoon            bool
}

func (r *reading) hasDate() bool { return r.day >= 0 }
func (r *reading) hasTime() bool { return r.hour >= 0 }

// timeAt reads the longest known spelling of a time at s[i:], which no word or
// colon may touch; its length is 0 if there is none.
func timeAt(s string, i int) (int, reading) {
	if !mayBeTime(s[i:]) || i > 0 && (isWordByte(s[i-1]) || s[i-1] == ':') {
		return 0, reading{}
	}
	longest, best := 0, reading{}
	for _, layout := range layouts {
		if n, r := readTime(s[i:], layout); n > longest && endsTime(s[i+n:]) {
			longest, best = n, r
		}
	}
	return longest, best
}

// mayBeTime rules out most places at a glance.
func mayBeTime(s string) bool {
	if len(s) < len("1:00") {
		return false
	}
	if isDigit(s[0]) {
		return s[1] == ':' || s[2] == ':' || len(s) > 4 && (s[4] == '-' || s[4] == '/')
	}
	return isUpper(s[0]) && (indexName(months, s) >= 0 || indexName(days, s) >= 0)
}

func endsTime(rest string) bool {
	return rest == "" || !isWordByte(rest[0]) && !(len(rest) > 1 && (rest[0] == ':' || rest[0] == '.' || rest[0] == '-') && isWordByte(rest[1]))
}

func readTime(s, layout string) (int, reading) {
	r := reading{-1, -1, -1, -1, -1, -1, false}
	n := 0
	for i := range len(layout) {
		size := fieldAt(s[n:], layout[i], &r)
		if size < 0 {
			return 0, r
		}
		n += size
	}
	return n, r
}

// fieldAt reads one field and returns its length, or -1.
func fieldAt(s string, field byte, r *reading) int {
	switch field {
	case 'a':
		if indexName(days, s) >= 0 {
			return 3
		}
	case 'b':
		if at := indexName(months, s); at >= 0 {
			r.month = at + 1
			return 3
		}
	case 'e': // a day, padded with a blank or not
		pad := min(leadingBlanks(s), 1)
		if n := readNumber(s[pad:], 1, 2, 1, 31, &r.day); n > 0 {
			return pad + n
		}
	case 'd':
		return readNumber(s, 1, 2, 1, 31, &r.day)
	case 'm':
		return readNumber(s, 2, 2, 1, 12, &r.month)
	case 'Y':
		return readNumber(s, 4, 4, 1970, 9999, &r.year)
	case 'H':
		return readNumber(s, 1, 2, 0, 23, &r.hour)
	case 'M':
		return readNumber(s, 2, 2, 0, 59, &r.minute)
	case 'S':
		return readNumber(s, 2, 2, 0, 60, &r.second)
	case 'f': // a fraction of a second, if any
		if len(s) > 1 && s[0] == '.' && isDigit(s[1]) {
			return 1 + leading(s[1:], isDigit)
		}
		return 0
	case 'p':
		if strings.HasPrefix(s, "AM") || strings.HasPrefix(s, "PM") {
			r.afternoon = s[0] == 'P'
			return 2
		}
	case 'Z': // a zone's name
		if n := leading(s, isUpper); n == 1 && s[0] == 'Z' || n >= 3 && n <= 5 {
			return n
		}
	case 'z': // an offset, or UTC's names
		if n := zoneOffset(s); n > 0 {
			return n
		}
	default:
		if s != "" && s[0] == field {
			return 1
		}
	}
	return -1
}

func zoneOffset(s string) int {
	if strings.HasPrefix(s, "GMT") || strings.HasPrefix(s, "UTC") {
		return 3
	}
	if len(s) < 5 || s[0] != '+' && s[0] != '-' {
		return 0
	}
	n := leading(s[1:], func(c byte) bool { return isDigit(c) || c == ':' })
	if n == len("0000") || n == len("00:00") {
		return 1 + n
	}
	return 0
}

func indexName(names, s string) int {
	if len(s) < 3 || len(s) > 3 && isWordByte(s[3]) {
		return -1
	}
	at := strings.Index(names, s[:3])
	if at < 0 || at%3 != 0 {
		return -1
	}
	return at / 3
}

// readNumber reads all of the leading digits of s, of which there must be shortest
// to longest, into where. It returns their number, or -1.
func readNumber(s string, shortest, longest, lowest, highest int, where *int) int {
	n := leading(s, isDigit)
	if n < shortest || n > longest {
		return -1
	}
	value := 0
	for i := range n {
		value = value*10 + int(s[i]-'0')
	}
	if value < lowest || value > highest {
		return -1
	}
	*where = value
	return n
}

// within tells whether the time may lie between start and end, as exactly as
// it is written. A time of day without a date is taken for one of those days.
func (r *reading) within(start, end time.Time) bool {
	end = later(start, end).Add(time.Second)
	start = start.Add(-time.Second)
	for day := start; ; day = day.AddDate(0, 0, 1) {
		if from, to := r.on(day); !from.After(end) && to.After(start) && r.fits(from) {
			return true
		}
		if day.After(end) || day.Sub(start) > 48*time.Hour {
			return false
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// on gives the span that the time means if it is of that day.
func (r *reading) on(day time.Time) (from, to time.Time) {
	from = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
	if !r.hasTime() {
		return from, from.AddDate(0, 0, 1)
	}
	hour := r.hour
	if r.afternoon {
		hour = hour%12 + 12
	}
	from = from.Add(time.Duration(hour)*time.Hour + time.Duration(r.minute)*time.Minute)
	if r.second < 0 {
		return from, from.Add(time.Minute)
	}
	from = from.Add(time.Duration(r.second) * time.Second)
	return from, from.Add(time.Second)
}

// fits tells whether the date, as far as it is given, is that of day.
func (r *reading) fits(day time.Time) bool {
	return (r.day < 0 || r.day == day.Day()) && (r.month < 0 || r.month == int(day.Month())) && (r.year < 0 || r.year == day.Year())
}

// munchTime measures the time at expected[i:] if it says as much as have does:
// a date, a time of day, or both.
func munchTime(have, expected string, i int) int {
	_, a := timeAt(have, 0)
	n, b := timeAt(expected, i)
	if a.hasDate() != b.hasDate() || a.hasTime() != b.hasTime() {
		return 0
	}
	return n
}

// epoch tells whether a decimal number counts the seconds (or the thousandths,
// millionths, milliardths of one) since 1970 up to a moment between start and
// end.
func epoch(text string, start, end time.Time) bool {
	whole, _, _ := strings.Cut(text, ".")
	if len(whole) < 10 || len(whole) > 19 || leading(whole, isDigit) != len(whole) || (len(whole)-10)%3 != 0 {
		return false
	}
	seconds := int64(0)
	for i := range 10 {
		seconds = seconds*10 + int64(whole[i]-'0')
	}
	return seconds >= start.Unix()-1 && seconds <= later(start, end).Unix()+1
}
