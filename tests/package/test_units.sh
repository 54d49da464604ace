#!/usr/bin/env bash
# The units of the package: how exposed systemd thinks them, and what they promise beside that figure.
#
#   test_units.sh PROJECT
set -euo pipefail
project=$1
if ! command -v systemd-analyze >/dev/null; then
    printf 'skipped: there is no systemd-analyze here\n'
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$project/debian/nearaidd.service" "$project/debian/nearaidd.socket" "$work"
cp "$project/debian/nearaidd.nearaidd-listen.service" "$work/nearaidd-listen.service"
failed=0
fail() {
    printf 'FAILED %s\n' "$*"
    failed=1
}

# exposed UNIT MOST: tenths, so that nothing is read as a number with a point.
exposed() {
    local said tenths
    said=$(systemd-analyze security --offline=yes --no-pager "$work/$1" | grep 'Overall exposure')
    tenths=$(sed -n 's/.*: \([0-9]*\)\.\([0-9]\) .*/\1\2/p' <<<"$said")
    printf '%s\n' "${said#*→ }"
    ((10#$tenths <= $2)) || fail "$1: exposure $tenths tenths, at most $2"
}
exposed nearaidd.service 3
exposed nearaidd-listen.service 10

# has UNIT LINE
has() {
    grep -qxF -- "$2" "$work/$1" || fail "$1 has no line: $2"
}
for unit in nearaidd.service nearaidd-listen.service; do
    for line in User=nearaid KillMode=mixed TasksMax=256 'RestartPreventExitStatus=2 3' ProtectSystem=strict \
        'LoadCredential=tokens:/etc/nearaid/tokens' CapabilityBoundingSet= 'SystemCallFilter=@system-service'; do
        has "$unit" "$line"
    done
    # A list that begins with ~ allows all others; @ipc has pipe2 and memfd_create, @resources the niceness of children.
    [[ $(grep -m1 '^SystemCallFilter=' "$work/$unit") == SystemCallFilter=@* ]] || fail "$unit: a list of what is denied"
    ! grep -q '^SystemCallFilter=~.*@\(ipc\|resources\)' "$work/$unit" || fail "$unit: forbids what loads need"
    # The daemon would own what it serves; and a condition that fails is no failure that anybody sees.
    ! grep -q '^\(StateDirectory\|DynamicUser=yes\|Condition\)' "$work/$unit" || fail "$unit: owns its data, or is silent"
done
has nearaidd.service PrivateNetwork=yes
has nearaidd.service RestrictAddressFamilies=AF_UNIX
(($(grep -c '^ListenStream=127.0.0.1:8080$' "$work/nearaidd.socket") == 2)) || fail 'two sockets of one address'
has nearaidd.socket ReusePort=yes
grep -q -- '--kill-who=main -s USR1' "$project/debian/nearaidd.logrotate" || fail 'logrotate would kill the children'

# What systemd itself has to say, but that the program is not installed here.
said=$(systemd-analyze verify --man=no "$work/nearaidd.service" "$work/nearaidd.socket" "$work/nearaidd-listen.service" 2>&1 |
    grep "^$work\|^nearaidd" | grep -v 'is not executable' || true)
[[ -z $said ]] || fail "systemd-analyze verify: $said"
exit "$failed"
