{{- define "kafka-gateway.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "kafka-gateway.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "kafka-gateway.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "kafka-gateway.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "kafka-gateway.selector" -}}
app.kubernetes.io/name: {{ include "kafka-gateway.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kafka-gateway.labels" -}}
{{ include "kafka-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "kafka-gateway.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{- define "kafka-gateway.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "kafka-gateway.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* The Secret and key of a credential: the chart's own where the values hold it. Takes root, value, existing, key. */}}
{{- define "kafka-gateway.secretKeyRef" -}}
secretKeyRef:
{{- if .value }}
  name: {{ include "kafka-gateway.fullname" .root }}
  key: {{ .key }}
{{- else }}
  name: {{ .existing.name }}
  key: {{ .existing.key }}
{{- end }}
{{- end }}

{{- define "kafka-gateway.postgresSecret" -}}
{{ include "kafka-gateway.secretKeyRef" (dict "root" . "value" .Values.postgres.connection "existing" .Values.postgres.existingSecret "key" "postgres-connection") }}
{{- end }}

{{- define "kafka-gateway.operationsSecret" -}}
{{ include "kafka-gateway.secretKeyRef" (dict "root" . "value" .Values.operations.token "existing" .Values.operations.existingSecret "key" "operations-token") }}
{{- end }}

{{- define "kafka-gateway.operationsPasswordSecret" -}}
{{- $existing := dict "name" .Values.operations.existingSecret.name "key" .Values.operations.existingSecret.passwordKey }}
{{- include "kafka-gateway.secretKeyRef" (dict "root" . "value" .Values.operations.password "existing" $existing "key" "operations-password") }}
{{- end }}

{{/* What silos and gateways have in common in their environment. */}}
{{- define "kafka-gateway.env" -}}
- name: KAFKA_GATEWAY_NODE_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- name: KAFKA_GATEWAY_POSTGRES_CONNECTION
  valueFrom:
    {{- include "kafka-gateway.postgresSecret" . | nindent 4 }}
- name: KAFKA_GATEWAY_OPERATIONS_TOKEN
  valueFrom:
    {{- include "kafka-gateway.operationsSecret" . | nindent 4 }}
{{- with .Values.operations.user }}
- name: KAFKA_GATEWAY_OPERATIONS_USER
  value: {{ . | quote }}
- name: KAFKA_GATEWAY_OPERATIONS_PASSWORD
  valueFrom:
    {{- include "kafka-gateway.operationsPasswordSecret" $ | nindent 4 }}
{{- end }}
- name: KAFKA_GATEWAY_OPERATIONS_LISTEN
  value: 0.0.0.0:8080
{{- end }}

{{/* Settings by their Kafka names as environment variables. */}}
{{- define "kafka-gateway.settings" -}}
{{- range $name, $value := . }}
- name: KAFKA_GATEWAY_{{ $name | upper | replace "." "_" }}
  {{- /* As JSON a large number is written out, and not as 1e+06. */}}
  value: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end }}

{{- define "kafka-gateway.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "kafka-gateway.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "kafka-gateway.probes" -}}
# A silo waits for PostgreSQL and SeaweedMQ before it has started.
startupProbe:
  httpGet: { path: /health/startup, port: operations }
  periodSeconds: 2
  failureThreshold: 150
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /health/ready, port: operations }
  periodSeconds: 5
  failureThreshold: 3
  timeoutSeconds: 5
livenessProbe:
  httpGet: { path: /health/live, port: operations }
  periodSeconds: 10
  failureThreshold: 6
  timeoutSeconds: 5
{{- end }}

{{/* Takes labels, hash: the label that tells the pods of one rollout from those of another. */}}
{{- define "kafka-gateway.spread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- $.labels | nindent 6 }}
  matchLabelKeys: [{{ $.hash }}]
{{- end }}
{{- end }}

{{/* Where pods may run. */}}
{{- define "kafka-gateway.scheduling" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
