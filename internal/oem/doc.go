// Package oem converts between text and the code pages in which computers of
// one byte a character put slot names on the wire. The first half of each page
// is ASCII.
package oem
