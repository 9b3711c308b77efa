#!/bin/sh
# deps.sh PACKAGE... - install the Debian packages that are missing.  Says so first; does nothing
# when all are there; on another system names them and stops.
set -eu
missing=
if ! command -v dpkg-query >/dev/null; then
	echo "This is not a Debian or Ubuntu.  Please install what these packages hold:" >&2
	printf '  %s\n' "$@" >&2
	exit 1
fi
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
for package; do
	case "
$installed
" in
	*"
$package
"*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -eq 0 ]; then as_root=''; else as_root=sudo; fi
echo "Missing:$missing"
echo "Running: ${as_root:+$as_root }apt-get install --no-install-recommends -y$missing"
$as_root apt-get update -qq || echo "The package lists could not be updated; trying with the old ones."
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install --no-install-recommends -y $missing
