"""A real client (confluent-kafka, which is librdkafka) that works until its standard input ends, and then says what it saw.

rolling.py produce BOOTSTRAP TOPIC PARTITIONS    an idempotent producer of 0, 1, 2, ... to each partition
rolling.py consume BOOTSTRAP TOPIC GROUP         a member of a group
"""
import json
import sys
import threading
import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer

# librdkafka says these of brokers that it cannot reach now, and goes on trying by itself.
RETRIED = {KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._RESOLVE}
stopped, errors = threading.Event(), []


def wait_for_end():
    sys.stdin.read()
    stopped.set()


def on_error(error):
    if error.code() not in RETRIED:
        errors.append('error event: %s' % error)


def produce(bootstrap, topic, partitions):
    delivered = [0] * int(partitions)
    sent = [0] * int(partitions)
    producer = Producer({'bootstrap.servers': bootstrap, 'enable.idempotence': True, 'linger.ms': 5, 'message.timeout.ms': 120000, 'error_cb': on_error})

    def on_delivery(error, message):
        if error:
            errors.append('not delivered: %s' % error)
        else:
            delivered[message.partition()] += 1

    while not stopped.is_set():
        for partition in range(len(sent)):
            producer.produce(topic, value=str(sent[partition]), partition=partition, on_delivery=on_delivery)
            sent[partition] += 1
        producer.poll(0.01)
        if sent[0] == 1:
            producer.flush(60)
            print('working', flush=True)
    left = producer.flush(120)
    if left:
        errors.append('%d never delivered' % left)
    return {'sent': sent, 'delivered': delivered}


def consume(bootstrap, topic, group):
    seen = {}
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group, 'auto.offset.reset': 'earliest', 'session.timeout.ms': 10000,
                         'heartbeat.interval.ms': 500, 'auto.commit.interval.ms': 500, 'error_cb': on_error})
    assigned = []
    consumer.subscribe([topic], on_assign=lambda _, partitions: assigned.extend(partitions))
    idle = 0
    working = False
    # What is still to come may have to wait for a coordinator or a leader that moves.
    while not stopped.is_set() or idle < 30:
        message = consumer.poll(0.5)
        if assigned and not working:
            working = True
            print('working', flush=True)
        if message is None:
            idle = idle + 1 if stopped.is_set() else 0
        elif message.error():
            errors.append('consumer: %s' % message.error())
        else:
            idle = 0
            seen.setdefault(message.partition(), set()).add(int(message.value()))
    try:
        consumer.close()
    except KafkaException as error:
        errors.append('close: %s' % error)
    return {'seen': {str(partition): sorted(numbers) for partition, numbers in seen.items()}}


threading.Thread(target=wait_for_end, daemon=True).start()
result = {'produce': produce, 'consume': consume}[sys.argv[1]](*sys.argv[2:])
print(json.dumps({'version': confluent_kafka.libversion()[0], 'errors': errors[:20], **result}), flush=True)
