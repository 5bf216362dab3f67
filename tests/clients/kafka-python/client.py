"""kafka-python as a client program; see ../README.md for the commands."""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import json
import time
import kafka
from kafka import KafkaConsumer, KafkaProducer, TopicPartition, ConsumerRebalanceListener, OffsetAndMetadata
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.codec import has_lz4, has_snappy
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from client_common import *


def about():
    # It would write zstd, but fetches with v4, in which a broker must not send it.
    codecs = ['none', 'gzip'] + ['snappy'] * has_snappy() + ['lz4'] * has_lz4()
    print(json.dumps({
        'version': 'kafka-python %s' % kafka.__version__, 'codecs': codecs,
        'can': ['headers', 'reads_headers', 'empty_header_value', 'repeated_header', 'timestamps', 'reads_timestamps',
                'null_key', 'null_value', 'empty_key', 'empty_value', 'group', 'range'],
    }))


def topic(bootstrap, name, partitions):
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(name, int(partitions), 1)], timeout_ms=30000)
    admin.close()


def produce(bootstrap, topic, codec, mode):
    if mode != 'plain':
        sys.exit('kafka-python 2.0.2 has no idempotent or transactional producer')
    producer = KafkaProducer(bootstrap_servers=bootstrap, compression_type=None if codec == 'none' else codec, acks='all',
                             linger_ms=20, max_request_size=5000000)
    futures = []
    for partition, key, value, headers, timestamp in read_records():
        futures.append(producer.send(topic, value=value, key=key, partition=partition, headers=headers, timestamp_ms=timestamp))
    producer.flush(60)
    for f in futures:
        f.get(30)
    producer.close()


def consume(bootstrap, topic):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False, auto_offset_reset='earliest',
                             max_partition_fetch_bytes=5000000)
    partitions = [TopicPartition(topic, p) for p in sorted(consumer.partitions_for_topic(topic))]
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    end = consumer.end_offsets(partitions)
    give_up = time.monotonic() + 60
    while any(consumer.position(p) < end[p] for p in partitions):
        if time.monotonic() > give_up:
            sys.exit('did not reach %s in 60 s' % end)
        for records in consumer.poll(1000).values():
            for r in records:
                write_record(r.partition, r.offset, r.key, r.value, r.headers, r.timestamp)
    consumer.close()


def member(bootstrap, topic, group, protocol, count='0'):
    stop, count = Stop(), int(count)
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, group_id=group, auto_offset_reset='earliest', enable_auto_commit=False,
        partition_assignment_strategy=[RangePartitionAssignor], session_timeout_ms=6000, heartbeat_interval_ms=500)

    class Listener(ConsumerRebalanceListener):
        def on_partitions_revoked(self, revoked):
            event(e='assigned', p=[])
        def on_partitions_assigned(self, assigned):
            event(e='assigned', p=sorted(p.partition for p in assigned))
    consumer.subscribe([topic], listener=Listener())
    seen, next_offset = 0, {}
    while not stop and not (count and seen == count):
        got = consumer.poll(100)
        for p, records in got.items():
            for r in records:
                if count and seen == count:
                    break
                event(e='rec', p=r.partition, o=r.offset, v=r.value.decode())
                next_offset[p] = OffsetAndMetadata(r.offset + 1, '')
                seen += 1
        if got and not count:
            consumer.commit(next_offset)
            next_offset = {}
    if count:
        consumer.commit(next_offset)
        event(e='committed', offsets={p.partition: consumer.committed(p) for p in next_offset})
    consumer.close(autocommit=False)


main({'about': about, 'topic': topic, 'produce': produce, 'consume': consume, 'member': member})
