// Sarama as a client program; see ../README.md for the commands.
// Built with Debian's golang-github-shopify-sarama-dev in GOPATH mode by ../install.sh.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"log"
	"os"
	"os/signal"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/Shopify/sarama"
)

const libraryVersion = "1.22.1" // of the Debian package; the library does not tell

type record struct {
	P int32               `json:"p"`
	O int64               `json:"o"`
	K []byte              `json:"k"` // encoding/json: base64, null for nil
	V []byte              `json:"v"`
	R [][]json.RawMessage `json:"h"`
	T *int64              `json:"t,omitempty"`
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var out = bufio.NewWriter(os.Stdout)
var outLock sync.Mutex

func event(e map[string]interface{}) {
	b, err := json.Marshal(e)
	check(err)
	outLock.Lock()
	defer outLock.Unlock()
	out.Write(b)
	out.WriteByte('\n')
	check(out.Flush())
}

func config() *sarama.Config {
	c := sarama.NewConfig()
	c.ClientID = "sarama-test"
	c.Version = sarama.MaxVersion
	return c
}

func about() {
	event(map[string]interface{}{
		"version": "sarama " + libraryVersion + " as " + sarama.MaxVersion.String(),
		"codecs":  []string{"none", "gzip", "snappy", "lz4"},
		"can": []string{"headers", "reads_headers", "null_header_value", "empty_header_value", "repeated_header", "timestamps", "reads_timestamps",
			"null_key", "null_value", "null_key_and_value", "empty_key", "empty_value", "idempotent", "group", "range"},
	})
}

func topic(bootstrap []string, name string, partitions int) {
	admin, err := sarama.NewClusterAdmin(bootstrap, config())
	check(err)
	check(admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: int32(partitions), ReplicationFactor: 1}, false))
	check(admin.Close())
}

// encoder: unlike sarama.ByteEncoder a nil slice stays null (no encoder at all).
func encoder(b []byte) sarama.Encoder {
	if b == nil {
		return nil
	}
	return sarama.ByteEncoder(b)
}

func produce(bootstrap []string, topic, codec, mode string) {
	c := config()
	c.Producer.Return.Successes = true
	c.Producer.RequiredAcks = sarama.WaitForAll
	c.Producer.Partitioner = sarama.NewManualPartitioner
	c.Producer.MaxMessageBytes = 5000000
	c.Producer.Flush.Frequency = 20 * time.Millisecond
	c.Producer.Compression = map[string]sarama.CompressionCodec{"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP,
		"snappy": sarama.CompressionSnappy, "lz4": sarama.CompressionLZ4, "zstd": sarama.CompressionZSTD}[codec]
	if mode == "idempotent" {
		c.Producer.Idempotent = true
		c.Net.MaxOpenRequests = 1
	} else if mode != "plain" {
		check(fmt.Errorf("sarama %s has no transactional producer", libraryVersion))
	}
	p, err := sarama.NewAsyncProducer(bootstrap, c)
	check(err)
	go func() {
		in := bufio.NewReaderSize(os.Stdin, 1<<20)
		for {
			line, err := in.ReadBytes('\n')
			if err != nil {
				p.AsyncClose()
				return
			}
			var r record
			check(json.Unmarshal(line, &r))
			m := &sarama.ProducerMessage{Topic: topic, Partition: r.P, Key: encoder(r.K), Value: encoder(r.V)}
			for _, h := range r.R {
				var name string
				var value []byte
				check(json.Unmarshal(h[0], &name))
				check(json.Unmarshal(h[1], &value))
				m.Headers = append(m.Headers, sarama.RecordHeader{Key: []byte(name), Value: value})
			}
			if r.T != nil {
				m.Timestamp = time.Unix(*r.T/1000, *r.T%1000*1e6)
			}
			p.Input() <- m
		}
	}()
	var wg sync.WaitGroup
	wg.Add(1)
	failed := 0
	go func() {
		defer wg.Done()
		for e := range p.Errors() {
			if failed == 0 {
				fmt.Fprintln(os.Stderr, e)
			}
			failed++
		}
	}()
	for range p.Successes() {
	}
	wg.Wait()
	if failed > 0 {
		check(fmt.Errorf("%d records failed", failed))
	}
}

func output(m *sarama.ConsumerMessage) {
	headers := [][]interface{}{}
	for _, h := range m.Headers {
		headers = append(headers, []interface{}{string(h.Key), h.Value})
	}
	event(map[string]interface{}{"p": m.Partition, "o": m.Offset, "k": m.Key, "v": m.Value, "h": headers, "t": m.Timestamp.UnixNano() / 1e6})
}

func consume(bootstrap []string, topic string) {
	c := config()
	c.Consumer.Return.Errors = true
	c.Consumer.MaxWaitTime = 100 * time.Millisecond
	client, err := sarama.NewClient(bootstrap, c)
	check(err)
	partitions, err := client.Partitions(topic)
	check(err)
	consumer, err := sarama.NewConsumerFromClient(client)
	check(err)
	var wg sync.WaitGroup
	for _, p := range partitions {
		end, err := client.GetOffset(topic, p, sarama.OffsetNewest)
		check(err)
		if end == 0 {
			continue
		}
		pc, err := consumer.ConsumePartition(topic, p, sarama.OffsetOldest)
		check(err)
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case e := <-pc.Errors():
					check(e)
				case m := <-pc.Messages():
					output(m)
					if m.Offset+1 >= end {
						return
					}
				}
			}
		}()
	}
	wg.Wait()
	check(out.Flush())
}

type handler struct {
	topic  string
	limit  int
	lock   sync.Mutex
	seen   int
	next   map[int32]int64
	cancel func()
}

func (h *handler) Setup(s sarama.ConsumerGroupSession) error {
	p := append([]int32{}, s.Claims()[h.topic]...)
	sort.Slice(p, func(i, j int) bool { return p[i] < p[j] })
	event(map[string]interface{}{"e": "assigned", "p": p})
	return nil
}

func (h *handler) Cleanup(sarama.ConsumerGroupSession) error {
	event(map[string]interface{}{"e": "assigned", "p": []int{}})
	return nil
}

func (h *handler) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for m := range claim.Messages() {
		h.lock.Lock()
		if s.Context().Err() != nil || (h.limit > 0 && h.seen == h.limit) {
			h.lock.Unlock()
			break
		}
		event(map[string]interface{}{"e": "rec", "p": m.Partition, "o": m.Offset, "v": string(m.Value)})
		s.MarkMessage(m, "")
		h.seen++
		h.next[m.Partition] = m.Offset + 1
		if h.limit > 0 && h.seen == h.limit {
			h.cancel()
		}
		h.lock.Unlock()
	}
	// A claim that ends would end the session for all; this one waits for that to happen by itself.
	<-s.Context().Done()
	return nil
}

func member(bootstrap []string, topic, group string, limit int) {
	c := config()
	c.Consumer.Return.Errors = true
	c.Consumer.Offsets.Initial = sarama.OffsetOldest
	c.Consumer.Offsets.CommitInterval = 100 * time.Millisecond
	c.Consumer.Group.Session.Timeout = 6 * time.Second
	c.Consumer.Group.Heartbeat.Interval = 500 * time.Millisecond
	c.Consumer.MaxWaitTime = 100 * time.Millisecond
	client, err := sarama.NewClient(bootstrap, c)
	check(err)
	g, err := sarama.NewConsumerGroupFromClient(group, client)
	check(err)
	ctx, cancel := context.WithCancel(context.Background())
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	go func() {
		<-term
		cancel()
	}()
	go func() {
		for e := range g.Errors() {
			fmt.Fprintln(os.Stderr, e)
		}
	}()
	h := &handler{topic: topic, limit: limit, next: map[int32]int64{}, cancel: cancel}
	for ctx.Err() == nil {
		// Commits what was marked whenever a session ends.
		if err := g.Consume(ctx, []string{topic}, h); err != nil && ctx.Err() == nil {
			check(err)
		}
	}
	if limit > 0 {
		offsets := map[string]int64{}
		request := &sarama.OffsetFetchRequest{ConsumerGroup: group, Version: 1}
		for p := range h.next {
			request.AddPartition(topic, p)
		}
		b, err := client.Coordinator(group)
		check(err)
		response, err := b.FetchOffset(request)
		check(err)
		for p := range h.next {
			block := response.GetBlock(topic, p)
			if block.Err != sarama.ErrNoError {
				check(block.Err)
			}
			offsets[strconv.Itoa(int(p))] = block.Offset
		}
		event(map[string]interface{}{"e": "committed", "offsets": offsets})
	}
	check(g.Close())
	check(client.Close())
}

func main() {
	sarama.Logger = log.New(ioutil.Discard, "", 0)
	if os.Getenv("CLIENT_DEBUG") != "" {
		sarama.Logger = log.New(os.Stderr, "", log.Lmicroseconds)
	}
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
