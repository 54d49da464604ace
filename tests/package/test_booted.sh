#!/usr/bin/env bash
# The units, really started: a minimal Debian 12 with nearaid from the offline medium is booted by systemd-nspawn, without a
# network. A question, a child for a slow one, a batch that waits on the disk, a code with its line of audit, the log
# opened anew, a reload, restarts under a thousand requests: none lost, and no call that the filter forbids (which kills here).
# A machine that cannot boot it says so, and is skipped.
#
#   test_booted.sh PROJECT
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/tree.sh" "$1"
command -v systemd-nspawn >/dev/null || skip 'there is no systemd-nspawn here (tools/setup package)'
make_medium
fresh boot
at=$work/boot

mkdir -p "$at/mnt"
cp -r "$medium/." "$at/mnt"
unshare -n chroot "$at" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    sh /mnt/install.sh "$(<"$project/build-package/fingerprint")" >"$work/said" 2>&1 || {
    tail "$work/said"
    fail 'install.sh'
    exit 1
}
# A pack that holds codes, the token of a control room, and what a forbidden call does.
cp -r "$project/data/shapefiles/tees-demo" "$at/srv/pack"
cp -r "$project/tests/golden/packs/plus/." "$at/srv/pack"
chmod 600 "$at/srv/pack/codes.csv"
chroot "$at" nearaid compile /srv/pack -o /var/lib/nearaid/first.nad >"$work/said" 2>&1 || fail "compile: $(<"$work/said")"
chroot "$at" sh -c 'cd /var/lib/nearaid && chown root:nearaid first.nad && chmod 640 first.nad && ln -s first.nad current.nad'
printf 'room:control:%s\n' "$(printf %s secret | sha256sum | cut -d ' ' -f 1)" >"$at/etc/nearaid/tokens"
for unit in nearaidd nearaidd-listen; do
    mkdir -p "$at/etc/systemd/system/$unit.service.d"
    printf '[Service]\nSystemCallErrorNumber=kill\n' >"$at/etc/systemd/system/$unit.service.d/test.conf"
done
chroot "$at" systemctl enable nearaidd.socket >/dev/null 2>&1 || fail 'systemctl enable'
umount "$at/proc"

systemd-nspawn --quiet --register=no --keep-unit --private-network --boot --directory "$at" \
    --machine "nearaid$$" </dev/null >"$work/console" 2>&1 &
nspawn=$!
leader=
# shellcheck disable=SC2317 # the trap calls it
end_boot() {
    [[ -z $leader ]] || kill -s KILL "$leader" 2>/dev/null || true
    kill "$nspawn" 2>/dev/null || true
    wait "$nspawn" 2>/dev/null || true
    clear_up
}
trap end_boot EXIT
inside() {
    nsenter -t "$leader" -a -- /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}
state=
for ((i = 0; i < 240; i++)); do
    leader=$(pgrep -P "$nspawn" | head -n 1 || true)
    if [[ -n $leader ]]; then
        state=$(inside systemctl is-system-running 2>/dev/null || true)
        [[ $state != running && $state != degraded ]] || break
    fi
    kill -0 "$nspawn" 2>/dev/null || break
    sleep 0.5
done
[[ $state == running || $state == degraded ]] || {
    tail -n 5 "$work/console"
    skip "this machine does not boot a container (state \"$state\")"
}
printf 'booted: %s\n' "$state"

nsenter -t "$leader" -n -- python3 "$project/tests/package/ask_booted.py" "$at" "$leader" || failed=1

# The filter and the capabilities as the kernel has them.
main=$(inside systemctl show -P MainPID nearaidd.service)
inside cat "/proc/$main/status" >"$work/status"
grep -q '^Seccomp:.*2$' "$work/status" || fail 'no filter of system calls'
grep -q '^CapBnd:.*0000000000000000$' "$work/status" || fail 'capabilities are left'
grep -q '^NoNewPrivs:.*1$' "$work/status" || fail 'new privileges are possible'
inside journalctl --no-pager -u nearaidd -o cat >"$work/journal"
! grep -q 'SYS\|signal 31\|signal=' "$work/journal" || fail "a call was forbidden: $(grep 'SYS\|signal' "$work/journal" | head -n 3)"
inside journalctl --no-pager -o cat | grep -i 'seccomp\|SIGSYS' && fail 'the journal knows of forbidden calls'

# The variant that listens itself.
inside systemctl stop nearaidd.socket nearaidd.service
inside systemctl start nearaidd-listen.service || {
    inside journalctl --no-pager -u nearaidd-listen -n 20 -o cat
    fail 'nearaidd-listen does not start'
}
nsenter -t "$leader" -n -- python3 "$project/tests/package/ask_booted.py" --listening || failed=1
inside systemctl stop nearaidd-listen.service

# Without data the daemon says what is missing, and is not started again and again.
rm "$at/var/lib/nearaid/current.nad"
inside systemctl start nearaidd-listen.service 2>/dev/null && fail 'it starts without data'
inside journalctl --no-pager -u nearaidd-listen -o cat | grep -q 'current.nad' || fail 'the journal does not name the file'
exit "$failed"
