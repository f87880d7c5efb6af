package ring

// piece is how much Copy moves at a time. From 1 MiB on Go's copy writes past
// the cache, into memory from which the other side then has to fetch it.
const piece = 256 << 10

// Copy is copy for messages, which are read soon after they are written.
func Copy(dst, src []byte) int {
	if len(src) <= piece {
		return copy(dst, src)
	}
	n := min(len(dst), len(src))
	for at := 0; at < n; at += piece {
		copy(dst[at:n], src[at:min(at+piece, n)])
	}
	return n
}
