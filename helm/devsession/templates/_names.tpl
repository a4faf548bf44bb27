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

{{/* The chart's own win over those of the values. */}}
{{- define "devsession.labels" -}}
{{- $own := include "devsession.selectorLabels" . | fromYaml -}}
{{- $own = merge $own (dict "app.kubernetes.io/version" .Chart.AppVersion "app.kubernetes.io/managed-by" .Release.Service
  "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_")) -}}
{{- merge $own .Values.commonLabels | toYaml -}}
{{- end -}}

{{/* An image's full name. Takes a list: the values of the image, and the root. */}}
{{- define "devsession.image" -}}
{{- $image := index . 0 -}}
{{- $root := index . 1 -}}
{{- $name := list (default $root.Values.image.registry $image.registry) $image.repository | compact | join "/" -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest | quote -}}
{{- else -}}
{{- printf "%s:%s" $name (default $root.Chart.AppVersion $image.tag) | quote -}}
{{- end -}}
{{- end -}}
