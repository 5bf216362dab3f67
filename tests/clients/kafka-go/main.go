// segmentio/kafka-go as a client program; see ../README.md for the commands.
// Built with Debian's golang-github-segmentio-kafka-go-dev in GOPATH mode by ../install.sh.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/signal"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	kafka "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/gzip"
	"github.com/segmentio/kafka-go/lz4"
	"github.com/segmentio/kafka-go/snappy"
)

const libraryVersion = "0.2.1" // of the Debian package; the library does not tell

type record struct {
	P int    `json:"p"`
	K []byte `json:"k"` // encoding/json: base64, null for nil
	V []byte `json:"v"`
	T *int64 `json:"t,omitempty"`
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var outLock sync.Mutex

func event(e map[string]interface{}) {
	b, err := json.Marshal(e)
	check(err)
	outLock.Lock()
	defer outLock.Unlock()
	_, err = os.Stdout.Write(append(b, '\n'))
	check(err)
}

func about() {
	event(map[string]interface{}{
		"version": "kafka-go " + libraryVersion,
		"codecs":  []string{"none", "gzip", "snappy", "lz4"},
		// No headers: this version writes and reads the message format before record batches (magic 1).
		// What is empty it reads as null.
		"can": []string{"timestamps", "reads_timestamps", "null_key", "null_value", "null_key_and_value", "group", "range"},
	})
}

// dial connects to the first of the brokers that answers: the library takes only one.
func dial(bootstrap []string, connect func(broker string) (*kafka.Conn, error)) *kafka.Conn {
	var err error
	for _, broker := range bootstrap {
		var c *kafka.Conn
		if c, err = connect(broker); err == nil {
			check(c.SetDeadline(time.Now().Add(60 * time.Second)))
			return c
		}
	}
	check(err)
	return nil
}

func dialAny(bootstrap []string) *kafka.Conn {
	return dial(bootstrap, func(broker string) (*kafka.Conn, error) {
		return kafka.DialContext(context.Background(), "tcp", broker)
	})
}

func dialLeader(bootstrap []string, topic string, partition int) *kafka.Conn {
	return dial(bootstrap, func(broker string) (*kafka.Conn, error) {
		return kafka.DialLeader(context.Background(), "tcp", broker, topic, partition)
	})
}

func topic(bootstrap []string, name string, partitions int) {
	c := dialAny(bootstrap)
	check(c.CreateTopics(kafka.TopicConfig{Topic: name, NumPartitions: partitions, ReplicationFactor: 1}))
	check(c.Close())
}

// fixed sends to one partition; also when the writer asks again for an attempt that failed.
type fixed int

func (f fixed) Balance(_ kafka.Message, _ ...int) int { return int(f) }

func produce(bootstrap []string, topic, codec, mode string) {
	if mode != "plain" {
		check(fmt.Errorf("kafka-go %s has no idempotent or transactional producer", libraryVersion))
	}
	c := kafka.WriterConfig{Brokers: bootstrap, Topic: topic, RequiredAcks: -1,
		BatchSize: 50, BatchTimeout: 20 * time.Millisecond, QueueCapacity: 2000, MaxAttempts: 3}
	switch codec {
	case "gzip":
		c.CompressionCodec = gzip.NewCompressionCodec()
	case "snappy":
		c.CompressionCodec = snappy.NewCompressionCodec()
	case "lz4":
		c.CompressionCodec = lz4.NewCompressionCodec()
	}
	messages := map[int][]kafka.Message{}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			break
		}
		var r record
		check(json.Unmarshal(line, &r))
		m := kafka.Message{Key: r.K, Value: r.V}
		if r.T != nil {
			m.Time = time.Unix(*r.T/1000, *r.T%1000*1e6)
		}
		messages[r.P] = append(messages[r.P], m)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for p, list := range messages {
		c.Balancer = fixed(p)
		w := kafka.NewWriter(c)
		check(w.WriteMessages(ctx, list...))
		check(w.Close())
	}
}

func consume(bootstrap []string, topic string) {
	c := dialAny(bootstrap)
	partitions, err := c.ReadPartitions(topic)
	check(err)
	check(c.Close())
	for _, p := range partitions {
		leader := dialLeader(bootstrap, topic, p.ID)
		end, err := leader.ReadLastOffset()
		check(err)
		check(leader.Close())
		if end == 0 {
			continue
		}
		r := kafka.NewReader(kafka.ReaderConfig{Brokers: bootstrap, Topic: topic, Partition: p.ID,
			MinBytes: 1, MaxBytes: 5000000, MaxWait: 100 * time.Millisecond,
			ErrorLogger: log.New(os.Stderr, "", log.Lmicroseconds)})
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		for {
			m, err := r.ReadMessage(ctx)
			check(err)
			event(map[string]interface{}{"p": m.Partition, "o": m.Offset, "k": m.Key, "v": m.Value, "h": []int{}, "t": m.Time.UnixNano() / 1e6})
			if m.Offset+1 >= end {
				break
			}
		}
		cancel()
		check(r.Close())
	}
}

// assignments makes events of the reader's log: this version has no other way to learn them.
type assignments struct{}

var subscribed = regexp.MustCompile(`subscribed to partitions: map\[(.*)\]`)

func (assignments) Write(line []byte) (int, error) {
	if m := subscribed.FindSubmatch(line); m != nil {
		p := []int{}
		for _, f := range strings.Fields(string(m[1])) {
			n, err := strconv.Atoi(strings.SplitN(f, ":", 2)[0])
			check(err)
			p = append(p, n)
		}
		sort.Ints(p)
		event(map[string]interface{}{"e": "assigned", "p": p})
	}
	if strings.Contains(string(line), "rebalanc") {
		fmt.Fprint(os.Stderr, string(line))
	}
	return len(line), nil
}

func member(bootstrap []string, topic, group string, limit int) {
	r := kafka.NewReader(kafka.ReaderConfig{Brokers: bootstrap, Topic: topic, GroupID: group,
		GroupBalancers: []kafka.GroupBalancer{kafka.RangeGroupBalancer{}},
		MinBytes:       1, MaxBytes: 1000000, MaxWait: 100 * time.Millisecond, SessionTimeout: 6 * time.Second, RebalanceTimeout: 10 * time.Second,
		HeartbeatInterval: 500 * time.Millisecond, Logger: log.New(assignments{}, "", 0), ErrorLogger: log.New(os.Stderr, "", log.Lmicroseconds)})
	ctx, cancel := context.WithCancel(context.Background())
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	go func() {
		<-term
		cancel()
	}()
	next := map[int]kafka.Message{}
	for seen := 0; limit == 0 || seen < limit; seen++ {
		m, err := r.FetchMessage(ctx)
		if ctx.Err() != nil {
			break
		}
		check(err)
		event(map[string]interface{}{"e": "rec", "p": m.Partition, "o": m.Offset, "v": string(m.Value)})
		next[m.Partition] = m
		if limit == 0 {
			if err := r.CommitMessages(ctx, m); err != nil && ctx.Err() == nil {
				check(err)
			}
		}
	}
	if limit > 0 {
		offsets := map[string]int64{}
		for p, m := range next {
			check(r.CommitMessages(context.Background(), m))
			offsets[strconv.Itoa(p)] = m.Offset + 1
		}
		event(map[string]interface{}{"e": "committed", "offsets": offsets})
	}
	check(r.Close())
}

func main() {
	time.AfterFunc(100*time.Second, func() {
		fmt.Fprintln(os.Stderr, "client deadline passed")
		os.Exit(124)
	})
	a := os.Args
	if a[1] == "about" {
		about()
		return
	}
	bootstrap := strings.Split(a[2], ",")
	switch a[1] {
	case "topic":
		n, err := strconv.Atoi(a[4])
		check(err)
		topic(bootstrap, a[3], n)
	case "produce":
		produce(bootstrap, a[3], a[4], a[5])
	case "consume":
		consume(bootstrap, a[3])
	case "member":
		limit := 0
		if len(a) > 6 {
			limit, _ = strconv.Atoi(a[6])
		}
		member(bootstrap, a[3], a[4], limit)
	default:
		check(fmt.Errorf("unknown command %s", a[1]))
	}
}
