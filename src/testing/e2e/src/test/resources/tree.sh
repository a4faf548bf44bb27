# Each file of the mounts below $1, with its mode and a sum of its bytes. Tokens are new each time. What differs by design
# is left out: the sticky bit of folders in memory, and the annotations that the kubelet adds for itself.
for mount in /etc/app /etc/items /etc/frozen.conf /etc/tls /var/run/all /config/fields /etc/optional \
  /var/run/secrets/kubernetes.io/serviceaccount; do
  find -L "$1$mount" -not -path '*/..*' | LC_ALL=C sort | while read -r file; do
    mode=$(stat -L -c '%a %F' "$file")
    case $file in
      */token) sum=token ;;
      */annotations) sum=$(grep -v '^kubernetes.io/config' "$file" | sha256sum) ;;
      *) [ -d "$file" ] && sum=folder || sum=$(sha256sum <"$file") ;;
    esac
    echo "= ${file#"$1"} ${mode#1777 } $sum" | sed 's/ 777 directory / directory /'
  done
done
