#!/usr/bin/env bash
# What the README shows is what happens: every ```console block is typed and its output compared,
# every ```sh block runs (the two commands of the top are only looked for).
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
readme=$source/README.md
daemon=
trap '[[ -z $daemon ]] || kill "$daemon" 2>/dev/null; [[ $BASHPID != "$$" ]] || rm -rf "$work"' EXIT

ln -s "$source/data" data
mkdir bin
ln -s "$nearaid" bin/nearaid
ln -s "$NA_DAEMON" bin/nearaidd
PATH=$work/bin:$PATH
# A download of data.police.uk: folders of months, offences and their outcomes.
python3 - <<'PY'
import zipfile
street = ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
          "Last outcome category,Context\n")
row = "%s,%s,Cleveland Police,Cleveland Police,-1.2240,54.5550,On or near Mill Row,E01,Invented,%s,,\n"
with zipfile.ZipFile("crimes.zip", "w") as crimes:
    for month in ("2026-01", "2026-02"):
        crimes.writestr(month + "/" + month + "-cleveland-street.csv",
                        street + row % ("a" + month, month, "Burglary") + row % ("", month, "Drugs"))
        crimes.writestr(month + "/" + month + "-cleveland-outcomes.csv",
                        "Crime ID,Month,Outcome type\na,%s,None\n" % month)
PY

# blocks KIND: the lines of these blocks.
blocks() {
    awk -v kind="$1" '
        /^```/ { inside = !inside && $0 == "```" kind; next }
        inside' "$readme"
}

# Start the daemon on any free port instead of the README's; the port is in its first line.
start_daemon() {
    mkfifo said
    # shellcheck disable=SC2086 # the words of the README
    ${1/127.0.0.1:8080/127.0.0.1:0} >/dev/null 2>said &
    daemon=$!
    exec 7<said
    local line
    while IFS= read -r -u 7 line; do
        if [[ $line =~ http://127\.0\.0\.1:([0-9]+) ]]; then
            port=${BASH_REMATCH[1]}
            return
        fi
    done
    fail 'the daemon says its address'
    finish
}
port=8080

# type_in COMMAND WANTED: without its trailing newline.
type_in() {
    if [[ $1 == *' &' ]]; then
        start_daemon "${1% &}"
        return
    fi
    run bash -c "${1//127.0.0.1:8080/127.0.0.1:$port}"
    if [[ $1 == *' compile '* ]]; then
        expect_status 0
        return
    fi
    local got
    got=$(if ((status == 0)); then cat out; else cat err; fi)
    expect_that "this output: $2" test "$got" = "$2"
}

typed=0
command=
wanted=
last=
flush() {
    if [[ -n $last ]]; then
        typed=$((typed + 1))
        type_in "$last" "$wanted"
    fi
    last=
    wanted=
}
while IFS= read -r line; do
    if [[ $line == '$ '* ]]; then
        flush
        last=${line#\$ }
    else
        wanted+=${wanted:+$'\n'}$line # an empty line too
    fi
done < <(blocks console)
flush
expect_that 'several commands typed' test "$typed" -ge 4

ran=0
while IFS= read -r line; do
    if [[ $line == ./tools/* ]]; then
        name=${line%% *}
        expect_that "$name can be run" test -x "$source/$name"
        continue
    fi
    run bash -c "$line"
    expect_status 0
    ran=$((ran + 1))
done < <(blocks sh)
expect_that 'some commands run' test "$ran" -ge 2

# Links lead somewhere.
while IFS= read -r link; do
    expect_that "the link $link" test -e "$source/$link"
done < <(grep -o '](\([^):]*\))' "$readme" | sed 's/](\(.*\))/\1/')
finish
