"""confluent-kafka-python (librdkafka) as a client program; see ../README.md for the commands."""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import json
import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition, OFFSET_BEGINNING
from confluent_kafka.admin import AdminClient, NewTopic
from client_common import *


def about():
    print(json.dumps({
        'version': 'confluent-kafka-python %s librdkafka %s' % (confluent_kafka.version()[0], confluent_kafka.libversion()[0]),
        'codecs': ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
        'can': ['headers', 'reads_headers', 'null_header_value', 'empty_header_value', 'repeated_header', 'timestamps', 'reads_timestamps',
                'null_key', 'null_value', 'null_key_and_value', 'empty_key', 'empty_value', 'idempotent', 'transaction', 'group', 'range', 'cooperative-sticky'],
    }))


def topic(bootstrap, name, partitions):
    admin = AdminClient({'bootstrap.servers': bootstrap})
    for f in admin.create_topics([NewTopic(name, int(partitions), 1)], operation_timeout=30).values():
        f.result(30)


def produce(bootstrap, topic, codec, mode):
    conf = {'bootstrap.servers': bootstrap, 'compression.codec': codec, 'acks': 'all', 'linger.ms': 20,
            'message.max.bytes': 5000000, 'enable.idempotence': mode != 'plain', 'message.timeout.ms': 60000}
    transactional = mode in ('commit', 'abort')
    if transactional:
        conf['transactional.id'] = 'tx-' + topic
    producer, failed, acked = Producer(conf), [], 0
    def delivered(error, _):
        nonlocal acked
        acked += 1
        if error:
            failed.append(error)
    if transactional:
        producer.init_transactions(60)
        producer.begin_transaction()
    count = 0
    for partition, key, value, headers, timestamp in read_records():
        extra = {} if timestamp is None else {'timestamp': timestamp}
        producer.produce(topic, value=value, key=key, partition=partition, headers=headers, on_delivery=delivered, **extra)
        count += 1
        producer.poll(0)
    producer.flush(60)
    if failed or acked != count:
        sys.exit('%d of %d delivered, %d failed: %s' % (acked, count, len(failed), failed[:1]))
    if mode == 'commit':
        producer.commit_transaction(60)
    elif mode == 'abort':
        producer.abort_transaction(60)


def consume(bootstrap, topic):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'none', 'enable.auto.commit': False,
                         'enable.partition.eof': True, 'isolation.level': 'read_committed'})
    partitions = consumer.list_topics(topic, 30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, p, OFFSET_BEGINNING) for p in partitions])
    open_partitions = set(partitions)
    while open_partitions:
        m = consumer.poll(60)
        if m is None:
            sys.exit('no message and no end of partition in 60 s')
        if m.error():
            if m.error().code() == KafkaError._PARTITION_EOF:
                open_partitions.discard(m.partition())
                continue
            raise KafkaException(m.error())
        write_record(m.partition(), m.offset(), m.key(), m.value(), m.headers(), m.timestamp()[1])
    consumer.close()


def member(bootstrap, topic, group, protocol, count='0'):
    stop, count = Stop(), int(count)
    consumer = Consumer({
        'bootstrap.servers': bootstrap, 'group.id': group, 'auto.offset.reset': 'earliest', 'enable.auto.commit': False,
        'partition.assignment.strategy': protocol, 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 500,
        'topic.metadata.refresh.interval.ms': 5000})
    owned, pending = set(), {}

    def commit_pending():
        # A commit between two generations fails; what stays owned is committed in the next one.
        for p in [p for p in pending if p not in owned]:
            del pending[p]
        if pending:
            try:
                consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in pending.items()], asynchronous=False)
                pending.clear()
            except KafkaException as e:
                if e.args[0].code() not in (KafkaError.ILLEGAL_GENERATION, KafkaError.REBALANCE_IN_PROGRESS):
                    raise
                sys.stderr.write('%s\n' % e.args[0])

    def assigned(_, partitions):
        if protocol == 'cooperative-sticky':
            consumer.incremental_assign(partitions)
        else:
            owned.clear()
            consumer.assign(partitions)
        owned.update(p.partition for p in partitions)
        event(e='assigned', p=sorted(owned))
    def revoked(_, partitions):
        commit_pending()
        if protocol == 'cooperative-sticky':
            consumer.incremental_unassign(partitions)
        else:
            consumer.unassign()
        owned.difference_update(p.partition for p in partitions)
        event(e='assigned', p=sorted(owned))
    consumer.subscribe([topic], on_assign=assigned, on_revoke=revoked, on_lost=revoked)
    seen, next_offset = 0, {}
    while not stop and not (count and seen == count):
        m = consumer.poll(0.1)
        if m is None:
            commit_pending()
            continue
        if m.error():
            raise KafkaException(m.error())
        event(e='rec', p=m.partition(), o=m.offset(), v=m.value().decode())
        next_offset[m.partition()] = m.offset() + 1
        seen += 1
        if not count:
            pending[m.partition()] = m.offset() + 1
            commit_pending()
    if count:
        done = consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in next_offset.items()], asynchronous=False)
        for p in done:
            if p.error:
                raise KafkaException(p.error)
        stored = consumer.committed([TopicPartition(topic, p) for p in next_offset], 30)
        event(e='committed', offsets={p.partition: p.offset for p in stored})
    consumer.close()


main({'about': about, 'topic': topic, 'produce': produce, 'consume': consume, 'member': member})
# 1.7.0 drops one reference to None for each null header value it reads; a normal interpreter shutdown then aborts.
os._exit(0)
