# Sourced by the tests on real data, after lib.sh: where the data is, and a pack of Tees made of it.
#
#   shared   the folder of real data; a machine without it skips the test (exit status 77)
#   grid     its OSTN15 grid
# shellcheck shell=bash disable=SC2154,SC2034

shared=$source/../shared/data
grid=$shared/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif

# need_shared FOLDER: skip unless that folder of the real data is there.
need_shared() {
    if [[ ! -d $shared/$1 ]]; then
        printf 'skipped: the real data is not on this machine (%s)\n' "$shared/$1"
        exit 77
    fi
}

# need_program NAME [PACKAGE]
need_program() {
    if ! command -v "$1" >/dev/null; then
        printf 'skipped: %s is not on this machine%s\n' "$1" "${2:+ ($2)}"
        exit 77
    fi
}

# compile_tees FILE...: copy the files into the folder pack, and compile it as pack.nad. The rest of
# pack.ini, after its title, is read from standard input.
compile_tees() {
    mkdir pack
    cp "$@" pack
    chmod u+w pack/*
    {
        printf '[pack]\ntitle = Tees\n'
        cat
    } >pack/pack.ini
    run "$nearaid" compile pack -o pack.nad --grid "$grid"
    expect_status 0
}
