{{/*
What the operator may do where sessions are served. `get` stands where the client reads an object before it patches it.
Names can't narrow these rules: RBAC knows no label selectors, and what is created bears the names of the users' Services.
*/}}
{{- define "devsession.rules" -}}
# Sessions are the users': the operator puts its finalizer on them, and takes it off; only the uninstall hook deletes them.
- apiGroups: [devsession.dev]
  resources: [devsessions]
  verbs: [get, list, watch, patch, delete]
- apiGroups: [devsession.dev]
  resources: [devsessions/status]
  verbs: [patch]
# Swaps are the operator's own.
- apiGroups: [devsession.dev]
  resources: [swaps]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [devsession.dev]
  resources: [swaps/status]
  verbs: [patch]
# Reads every Service; patches those that sessions share: spec.selector and the mark. Makes the Services that lead proxies
# to their originals, and the NodePort Services of names.via: NodePort.
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, update, patch, delete]
# Which pods answer for a Service: a swap is done when the proxy does and no original does.
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
# Watches proxy and gateway pods; asks once whose pods are behind a Service that is to be swapped, and what keeps the
# original's from starting. An annotation makes the kubelet bring proxies changed routes at once; labels, see ProxyPod.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch]
# The proxies' routes.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [list, watch, create, update, delete]
# Creates, updates and deletes proxies; patches the users' Deployments: spec.replicas and the mark.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, update, patch, delete]
# Patches the users' StatefulSets: spec.replicas and the mark.
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, patch]
{{- range .Values.workloadKinds }}
# Patches the users' {{ .kind }}s as it does their Deployments.
- apiGroups: [{{ .group }}]
  resources: [{{ .resource }}]
  verbs: [get, list, watch, patch]
{{- end }}
# Tells what scales a workload, and which budget counts the proxy pod.
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [list]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list]
# Tells which policies select the pods that proxies stand before.
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [list]
# KEDA scales up from zero: its annotation pauses it while a workload is scaled to zero.
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [get, list, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- with .Values.rbac.extraRules }}
# From the values.
{{ toYaml . }}
{{- end }}
{{- end -}}
