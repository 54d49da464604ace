# Sourced by the tests of the command line: run a program, hold its output against what is wanted.
#
#   nearaid   the program under test      source   the project's folder
#   work      a folder of this run alone  demo     the demonstration pack
# shellcheck shell=bash disable=SC2034
set -euo pipefail

nearaid=$1
source=$2
json_get=$3
demo=$source/data/shapefiles/tees-demo
work=$(mktemp -d)
# A child that a signal ends before it became another program must not clear up.
trap '[[ $BASHPID != "$$" ]] || rm -rf "$work"' EXIT
# Nothing of the caller's environment may decide an answer.
unset NEARAID_SNAPSHOT NEARAID_PACK NEARAID_GRID ARGP_HELP_FMT POSIXLY_CORRECT
export LC_ALL=C
cd "$work"

failures=0
checks=0
status=0
command=

# run WORD...: leaves $status, $work/out and $work/err.
run() {
    command="$*"
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

fail() {
    failures=$((failures + 1))
    printf 'FAILED %s\n  %s\n  exit status %s\n' "$1" "$command" "$status"
    sed 's/^/  out: /' "$work/out" | head -n 20
    sed 's/^/  err: /' "$work/err" | head -n 20
}

expect_status() {
    checks=$((checks + 1))
    [[ $status == "$1" ]] || fail "exit status $1 wanted"
}
expect_out() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$work/out" || fail "wanted on standard output: $1"
}
expect_err() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$work/err" || fail "wanted on standard error: $1"
}
expect_no_out() {
    checks=$((checks + 1))
    [[ ! -s $work/out ]] || fail 'nothing wanted on standard output'
}
expect_no_err() {
    checks=$((checks + 1))
    [[ ! -s $work/err ]] || fail 'nothing wanted on standard error'
}
# expect_json PATH VALUE: the member of the JSON on standard output, e.g. results.0.id
expect_json() {
    checks=$((checks + 1))
    local got
    got=$("$json_get" "$1" <"$work/out" 2>&1) || true
    [[ $got == "$2" ]] || fail "$1 is $got, wanted $2"
}
# expect_that TEXT COMMAND...: a command that must succeed.
expect_that() {
    local text=$1
    shift
    checks=$((checks + 1))
    "$@" || fail "$text"
}
# mistake STATUS TEXT WORD...: the program refuses, says TEXT and prints no data; under --json, the
# problem document.
mistake() {
    local want=$1 text=$2
    shift 2
    run "$nearaid" "$@"
    expect_status "$want"
    expect_err "$text"
    expect_err 'nearaid: '
    if [[ " $* " == *' --json '* ]]; then
        expect_out '{"type":"urn:nearaid:problem:'
    else
        expect_no_out
    fi
}

finish() {
    printf '%d checks, %d failed\n' "$checks" "$failures"
    if ((checks == 0 || failures > 0)); then
        exit 1
    fi
    exit 0
}
