#!/usr/bin/python3
"""The part of Kafka's kafka-topics.sh that librdkafka's tests call: --create, with configurations."""
import argparse
from kafka.admin import KafkaAdminClient, NewTopic

p = argparse.ArgumentParser()
p.add_argument('--bootstrap-server', required=True)
p.add_argument('--create', action='store_true', required=True)
p.add_argument('--topic', required=True)
p.add_argument('--partitions', type=int, default=-1)
p.add_argument('--replication-factor', type=int, default=1)
p.add_argument('--config', action='append', default=[])
a = p.parse_args()
admin = KafkaAdminClient(bootstrap_servers=a.bootstrap_server)
admin.create_topics([NewTopic(a.topic, a.partitions, a.replication_factor, topic_configs=dict(c.split('=', 1) for c in a.config))])
admin.close()
