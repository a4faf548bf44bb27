{{/* What the operator's pod and the hooks' pods have in common: they pass the restricted Pod Security Standard. */}}
{{- define "devsession.podMetadata" -}}
labels:
  {{- merge (include "devsession.selectorLabels" .root | fromYaml) (dict "app.kubernetes.io/component" .component)
    .root.Values.podLabels | toYaml | nindent 2 }}
{{- with merge (dict) .root.Values.podAnnotations (default (dict) .annotations) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "devsession.podSpec" -}}
serviceAccountName: {{ include "devsession.fullname" . }}
{{- include "devsession.podSettings" . | nindent 0 }}
{{- end -}}

{{- define "devsession.podSettings" -}}
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- with .Values.podSecurityContext }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 16Mi
{{- end -}}

{{- define "devsession.containerSpec" -}}
image: {{ include "devsession.image" (list .Values.image .) }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end -}}

{{- define "devsession.workloadKinds" -}}
{{- $kinds := list -}}
{{- range .Values.workloadKinds }}{{ $kinds = append $kinds (printf "%s/%s/%s" .group .version .kind) }}{{ end -}}
{{- join "," $kinds -}}
{{- end -}}

{{- define "devsession.env" -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: OPERATOR_DEPLOYMENT
  value: {{ include "devsession.fullname" . }}
- name: WATCH_NAMESPACES
  value: {{ join "," .Values.watchNamespaces | quote }}
- name: WORKLOAD_KINDS
  value: {{ include "devsession.workloadKinds" . | quote }}
- name: PROXY_IMAGE
  value: {{ include "devsession.image" (list .Values.proxy.image .) }}
- name: PROXY_PULL_POLICY
  value: {{ .Values.proxy.image.pullPolicy }}
- name: PROXY_POD
  value: {{ omit .Values.proxy "image" | merge (dict "imagePullSecrets" .Values.imagePullSecrets) | toJson | quote }}
- name: GATEWAY_POD
  value: {{ omit .Values.gateway "allow" "paths" | merge (dict "imagePullSecrets" .Values.imagePullSecrets) | toJson | quote }}
- name: GATEWAY_ALLOW
  value: {{ join "," .Values.gateway.allow | quote }}
- name: GATEWAY_PATHS
  value: {{ join "," .Values.gateway.paths | quote }}
- name: LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end -}}
