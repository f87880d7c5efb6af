// Package show turns messages into what the command line prints: a line for
// people, exact bytes or a JSON object for programs. What it makes for a
// terminal can neither move the cursor nor pretend to be several lines.
package show
