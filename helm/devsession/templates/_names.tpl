{{/* Name of the operator's objects; short enough for the suffixes that are put to it. */}}
{{- define "devsession.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "devsession.selectorLabels" -}}
app.kubernetes.io/name: devsession
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "devsession.labels" -}}
{{ include "devsession.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* An image's full name. Takes a list: the values of the image, and the root. */}}
{{- define "devsession.image" -}}
{{- $image := index . 0 -}}
{{- printf "%s:%s" $image.repository (default (index . 1).Chart.AppVersion $image.tag) | quote -}}
{{- end -}}
