#!/usr/bin/python3
"""The part of Kafka's kafka-acls.sh that librdkafka's tests call: one allowed or denied operation on a topic."""
import argparse
import sys
from kafka.admin import ACL, ACLFilter, ACLOperation, ACLPermissionType, KafkaAdminClient, ResourcePattern, ResourceType

p = argparse.ArgumentParser()
p.add_argument('--bootstrap-server', required=True)
p.add_argument('--add', action='store_true')
p.add_argument('--remove', action='store_true')
p.add_argument('--force', action='store_true')
p.add_argument('--allow-principal')
p.add_argument('--deny-principal')
p.add_argument('--allow-host')
p.add_argument('--deny-host')
p.add_argument('--operation', required=True)
p.add_argument('--topic', required=True)
a = p.parse_args()
what = dict(principal=a.allow_principal or a.deny_principal, host=a.allow_host or a.deny_host, operation=ACLOperation[a.operation.upper()],
            permission_type=ACLPermissionType.ALLOW if a.allow_principal else ACLPermissionType.DENY,
            resource_pattern=ResourcePattern(ResourceType.TOPIC, a.topic))
admin = KafkaAdminClient(bootstrap_servers=a.bootstrap_server)
if a.add:
    failed = admin.create_acls([ACL(**what)])['failed']
else:
    failed = [r for r in admin.delete_acls([ACLFilter(**what)]) if r[2].errno]
admin.close()
if failed:
    sys.exit('kafka-acls: %s' % failed)
