package versus

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Bounds of one throughput measurement: enough messages to be measured, few
// enough that a dozen of them take a second, and far below a writer's quota.
const (
	mostMessages = 20_000
	mostBytes    = 32 << 20
)

// roundTrips is how many messages one latency measurement sends to and fro.
const roundTrips = 1000

// drainOne reads n messages of size bytes.
func drainOne(read func([]byte) (int, error), n, size int) error {
	p := make([]byte, size)
	for range n {
		got, err := read(p)
		if err != nil {
			return err
		}
		if got != size {
			return fmt.Errorf("read %d bytes of a message of %d", got, size)
		}
	}
	return nil
}

// throughput is how many messages per second come out when writers write as
// fast as they can, once the memory of all ends has been touched.
func throughput(t Transport, writers, size int) (perSecond float64, err error) {
	s, err := t.listen()
	if err != nil {
		return 0, err
	}
	defer s.close()
	handles, err := dialAll(s, writers)
	defer closeAll(handles)
	if err != nil {
		return 0, err
	}
	each := max(1, min(mostMessages, mostBytes/size)/writers)
	if _, err := burst(s, handles, each, size); err != nil {
		return 0, err
	}
	elapsed, err := burst(s, handles, each, size)
	return float64(each*writers) / elapsed.Seconds(), err
}

// burst is the time in which each messages of every writer are written and read.
func burst(s server, handles []writer, each, size int) (time.Duration, error) {
	start := time.Now()
	written := make(chan error, len(handles))
	for _, w := range handles {
		go func() { written <- writeMany(s, w, each, size) }()
	}
	err := s.drain(len(handles), each, size)
	elapsed := time.Since(start)
	for range handles {
		err = errors.Join(err, <-written)
	}
	return elapsed, err
}

// writeMany writes n messages. If it fails it closes the server, because the
// reader would wait for ever for what is missing.
func writeMany(s server, w writer, n, size int) error {
	p := make([]byte, size)
	for range n {
		if err := w.WriteMessage(p); err != nil {
			s.close()
			return err
		}
	}
	return nil
}

func dialAll(s server, n int) ([]writer, error) {
	var handles []writer
	for range n {
		w, err := s.dial()
		if err != nil {
			return handles, err
		}
		handles = append(handles, w)
	}
	return handles, nil
}

func closeAll(handles []writer) {
	for _, w := range handles {
		w.Close()
	}
}

// latency sends a message to and fro between two goroutines and returns the
// median and the 99th percentile of half a round trip.
func latency(t Transport, size int) (median, p99 time.Duration, err error) {
	there, back, err := listenTwo(t)
	if err != nil {
		return 0, 0, err
	}
	defer there.close()
	defer back.close()
	ping, err := there.dial()
	if err != nil {
		return 0, 0, err
	}
	defer ping.Close()
	pong, err := back.dial()
	if err != nil {
		return 0, 0, err
	}
	defer pong.Close()
	echoed := make(chan error, 1)
	go func() {
		err := echo(there, pong, size)
		if err != nil {
			back.close() // nothing more would come
		}
		echoed <- err
	}()
	halves, err := sendAndWait(ping, back, size)
	if err != nil {
		return 0, 0, err // the deferred closes end the echo
	}
	slices.Sort(halves)
	return halves[len(halves)/2], halves[len(halves)*99/100], <-echoed
}

func listenTwo(t Transport) (a, b server, err error) {
	if a, err = t.listen(); err != nil {
		return nil, nil, err
	}
	if b, err = t.listen(); err != nil {
		a.close()
		return nil, nil, err
	}
	return a, b, nil
}

func echo(from server, to writer, size int) error {
	p := make([]byte, size)
	for range roundTrips {
		n, err := from.receive(p)
		if err != nil {
			return err
		}
		if err := to.WriteMessage(p[:n]); err != nil {
			return err
		}
	}
	return nil
}

func sendAndWait(to writer, from server, size int) ([]time.Duration, error) {
	p := make([]byte, size)
	var halves []time.Duration
	for range roundTrips {
		start := time.Now()
		if err := to.WriteMessage(p); err != nil {
			return nil, err
		}
		if _, err := from.receive(p); err != nil {
			return nil, err
		}
		halves = append(halves, time.Since(start)/2)
	}
	return halves, nil
}
