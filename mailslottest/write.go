package mailslottest

import (
	"bytes"
	"fmt"
	"strings"
)

func writeCases() []Case {
	cases := []Case{
		{"WriteIsOneMessage", "4.1 5.1", writeIsOneMessage},
		{"WriteNeedsNoReader", "4.1", writeNeedsNoReader},
		{"MessageIsACopy", "4.1", messageIsACopy},
		{"EmptyMessageIsQueued", "4.2", emptyMessageIsQueued},
		{"EmptyMessageNeedsNoBuffer", "4.2", emptyMessageNeedsNoBuffer},
		{"OneClientsMessagesKeepTheirOrder", "4.3", oneClientsOrder},
		{"TwoClientsMessagesKeepTheirOrder", "4.3", twoClientsOrder},
		{"ConcurrentMessagesNeverMix", "4.3", concurrentMessagesNeverMix},
		{"ConcurrentClientKeepsItsOrder", "4.3", concurrentClientKeepsItsOrder},
		{"OneMillionBytesAreOneMessage", "4.4", oneMillionBytes},
		{"ManyMegabytesAreOneMessage", "4.4", manyMegabytes},
		{"LargeAndSmallMessagesKeepTheirOrder", "4.3 4.4", largeAndSmall},
		{"MessageOverTheMaximumIsRefused", "4.5", overTheMaximum},
		{"MessageOfTheMaximumFits", "4.5", ofTheMaximum},
		{"EmptyMessageFitsEveryMaximum", "4.5", emptyFitsMaximum},
		{"MaximumOfAnySizeHasNoLimit", "4.5 2.2", noMaximum},
		{"TwentyThousandMessagesWait", "4.6", twentyThousandMessages},
		{"WriteWakesTheReader", "4.13", writeWakesTheReader},
		{"BinaryBytesArriveAsTheyAre", "4.1", binaryBytes},
	}
	for _, size := range []int{1, 424, 425, 426, 427, 4093, 4096, 65535, 65536, 65537} {
		cases = append(cases, Case{fmt.Sprintf("MessageOf%dBytesIsNothingSpecial", size), "4.4", func(r *run) {
			s, c := r.pair()
			message := strings.Repeat("m", size)
			r.write(c, message, message)
			r.read(s, message, message)
			r.empty(s)
		}})
	}
	return cases
}

func writeIsOneMessage(r *run) {
	s, c := r.pair()
	r.write(c, "first", "second")
	p := make([]byte, 100)
	if n, err := s.Read(p); err != nil || string(p[:n]) != "first" {
		r.Errorf("read %q, %v", p[:n], err)
	}
	r.read(s, "second")
}

func writeNeedsNoReader(r *run) {
	s := r.server(slotName, 0, Forever)
	c := r.client(slotName)
	r.write(c, "a", "b", "c")
	if i := r.info(s); i.Count != 3 {
		r.Errorf("3 written, %d there", i.Count)
	}
}

func messageIsACopy(r *run) {
	s, c := r.pair()
	p := []byte("before")
	r.fails("write", c.Write(p), success)
	copy(p, "after!")
	r.read(s, "before")
}

func emptyMessageIsQueued(r *run) {
	s, c := r.pair()
	r.write(c, "", "x")
	if i := r.info(s); i.Count != 2 || i.NextSize != 0 {
		r.Errorf("info: %+v", i)
	}
	r.read(s, "", "x")
}

func emptyMessageNeedsNoBuffer(r *run) {
	s, c := r.pair()
	r.fails("write", c.Write(nil), success)
	r.read(s, "")
	r.empty(s)
}

func oneClientsOrder(r *run) {
	s, c := r.pair()
	for i := range 2000 {
		r.write(c, fmt.Sprint(i))
	}
	for i := range 2000 {
		r.read(s, fmt.Sprint(i))
	}
}

func twoClientsOrder(r *run) {
	s := r.slot()
	clients := []Client{r.client(slotName), r.client(slotName), r.client(slotName)}
	for i := range 600 {
		r.write(clients[i*7%3], fmt.Sprint(i))
	}
	for i := range 600 {
		r.read(s, fmt.Sprint(i))
	}
}

// readAll reads n messages and hands them to f.
func (r *run) readAll(s Server, n int, f func([]byte)) {
	r.Helper()
	p := make([]byte, 4096)
	for range n {
		size, err := s.Read(p)
		if err != nil {
			r.Fatalf("read: %v", err)
		}
		f(p[:size])
	}
}

func concurrentMessagesNeverMix(r *run) {
	const clients, each = 8, 200
	s := r.server(slotName, 0, Forever)
	for i := range clients {
		c := r.client(slotName)
		go func() {
			for j := range each {
				c.Write(bytes.Repeat([]byte{byte('a' + i)}, 1+j*17%3000))
			}
		}()
	}
	r.readAll(s, clients*each, func(p []byte) {
		if bytes.Count(p, p[:1]) != len(p) {
			r.Errorf("a message mixes writers: %q", p)
		}
	})
	r.empty(s)
}

func concurrentClientKeepsItsOrder(r *run) {
	const clients, each = 4, 500
	s := r.server(slotName, 0, Forever)
	for i := range clients {
		c := r.client(slotName)
		go func() {
			for j := range each {
				c.Write(fmt.Appendf(nil, "%d %d", i, j))
			}
		}()
	}
	var next [clients]int
	r.readAll(s, clients*each, func(p []byte) {
		var i, j int
		fmt.Sscanf(string(p), "%d %d", &i, &j)
		if next[i] != j {
			r.Errorf("client %d: message %d came when %d was due", i, j, next[i])
		}
		next[i] = j + 1
	})
}

func oneMillionBytes(r *run) {
	s, c := r.pair()
	message := strings.Repeat("0123456789", 100_000)
	r.write(c, message)
	if i := r.info(s); i.NextSize != 1_000_000 || i.Count != 1 {
		r.Errorf("info: %+v", i)
	}
	r.read(s, message)
}

func manyMegabytes(r *run) {
	s, c := r.pair()
	message := strings.Repeat("0123456789abcdef", 1<<20)
	r.write(c, "small", message, "small")
	r.read(s, "small", message, "small")
}

func largeAndSmall(r *run) {
	s, c := r.pair()
	var messages []string
	for i := range 60 {
		messages = append(messages, strings.Repeat(fmt.Sprint(i%10), i*i*i%70_000))
	}
	r.write(c, messages...)
	r.read(s, messages...)
}

func overTheMaximum(r *run) {
	s := r.server(slotName, 8, NoWait)
	c := r.client(slotName)
	for _, size := range []int{9, 1000, 1 << 20} {
		r.fails("write", c.Write(make([]byte, size)), invalidParameter)
	}
	r.empty(s)
	r.write(c, "12345678")
	r.read(s, "12345678")
}

func ofTheMaximum(r *run) {
	s := r.server(slotName, 8, NoWait)
	c := r.client(slotName)
	r.write(c, "1234567", "12345678")
	r.read(s, "1234567", "12345678")
}

func emptyFitsMaximum(r *run) {
	s := r.server(slotName, 1, NoWait)
	r.write(r.client(slotName), "")
	r.read(s, "")
}

func noMaximum(r *run) {
	for _, size := range []uint32{0, 0xFFFFFFFF} {
		s := r.server(slotName, size, NoWait)
		c, message := r.client(slotName), strings.Repeat("m", 100_000)
		r.write(c, message)
		r.read(s, message)
		c.Close()
		s.Close()
	}
}

func twentyThousandMessages(r *run) {
	s, c := r.pair()
	for i := range 20_000 {
		if err := c.Write([]byte{byte(i)}); err != nil {
			r.Fatalf("write %d: %v", i, err)
		}
	}
	if i := r.info(s); i.Count != 20_000 {
		r.Errorf("%d are there", i.Count)
	}
	i := 0
	r.readAll(s, 20_000, func(p []byte) {
		if len(p) != 1 || p[0] != byte(i) {
			r.Fatalf("message %d is %x", i, p)
		}
		i++
	})
}

func writeWakesTheReader(r *run) {
	s := r.server(slotName, 0, Forever)
	c := r.client(slotName)
	for range 20 {
		read := r.begin(s, 8)
		r.write(c, "wake")
		r.ends(read, "wake", success)
	}
}

func binaryBytes(r *run) {
	s, c := r.pair()
	var all [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	r.write(c, string(all[:]), "\x00", "\x00\x00")
	r.read(s, string(all[:]), "\x00", "\x00\x00")
}
