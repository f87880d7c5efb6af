package oem

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Page is a code page. The zero value is CP850.
type Page uint8

// The pages.
const (
	CP850 Page = iota // Western Europe; what Samba takes unless told otherwise
	CP437             // the United States
)

// ParsePage reads "850" or "437"; empty is CP850.
func ParsePage(s string) (Page, error) {
	switch s {
	case "", "850":
		return CP850, nil
	case "437":
		return CP437, nil
	}
	return 0, fmt.Errorf(`code page %q is not known: "850" or "437"`, s)
}

// upper is the second half of the page, in order.
func (p Page) upper() string {
	if p == CP437 {
		return "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ" +
			"áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
			"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
			"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"
	}
	return "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ" +
		"áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
		"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
		"ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0"
}

// Encode is s in the page; false if it has a character that the page lacks.
func (p Page) Encode(s string) (string, bool) {
	if isASCII(s) {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			b = append(b, byte(r))
			continue
		}
		before, _, found := strings.Cut(p.upper(), string(r))
		if r == utf8.RuneError || !found {
			return "", false
		}
		b = append(b, byte(utf8.RuneSelf+utf8.RuneCountInString(before)))
	}
	return string(b), true
}

// Decode is the text of s in the page. Every byte has a character.
func (p Page) Decode(s string) string {
	if isASCII(s) {
		return s
	}
	upper := []rune(p.upper())
	text := make([]rune, len(s))
	for i := range len(s) {
		text[i] = rune(s[i])
		if s[i] >= utf8.RuneSelf {
			text[i] = upper[s[i]-utf8.RuneSelf]
		}
	}
	return string(text)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
