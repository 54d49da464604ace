#!/usr/bin/env bash
# nearaid locate, --postcode and --q: what is certain is used, the rest is offered.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$source/data/shapefiles/tees-demo" --no-grid -o demo.nad
expect_status 0

run "$nearaid" locate --snapshot demo.nad 'orange box'
expect_status 0
expect_no_err
expect_out 'Tranquillity House'
expect_out 'Certain    yes: number 1'

# --q is what ward and nearest call it; both would be two texts.
run "$nearaid" locate --snapshot demo.nad --q 'orange box'
expect_status 0
expect_out 'Certain    yes: number 1'
run "$nearaid" locate --snapshot demo.nad --q 'orange box' example
expect_status 2
expect_err 'once'

run "$nearaid" locate --snapshot demo.nad --json --limit 3 example
expect_status 0
expect_out '"found":3,"more":true,"confident":null'

run "$nearaid" nearest --snapshot demo.nad --kind bleed_cabinet --k 1 --postcode ts248ay
expect_status 0
expect_out 'Hartlepool Civic Centre'
expect_out 'Position   TS24 8AY, good to 100 m'

run "$nearaid" ward --snapshot demo.nad --q 'Orange Box'
expect_status 0
expect_out 'Headland & Harbour'
expect_out 'Position   Tranquillity House, Harbour View, Hartlepool, good to 100 m'

# Refused: the candidates and the error are on standard error, nothing on standard output.
run "$nearaid" ward --snapshot demo.nad --q 'example arm'
expect_status 3
expect_err 'Example Arms'
expect_err '"--q": More than one place may be meant'
expect_that 'no output' test ! -s "$work/out"

run "$nearaid" nearest --snapshot demo.nad --kind bleed_cabinet --postcode 'TS24 8QQ'
expect_status 3
expect_err 'TS24 8'
expect_err 'its unit is not'

# Words without an option are --q, in every subcommand that takes a position.
run "$nearaid" nearest --snapshot demo.nad TS24 8AY --kind bleed_cabinet --k 1
expect_status 0
expect_out 'Position   TS24 8AY, good to 100 m'
run "$nearaid" ward --snapshot demo.nad by the orange box
expect_status 0
expect_out 'Headland & Harbour'
run "$nearaid" here orange box --snapshot demo.nad
expect_status 0
expect_out 'Headland & Harbour'
run "$nearaid" locate --snapshot demo.nad it is TS24 8AY please
expect_status 0
expect_out 'Certain    yes: number 1'
expect_out 'Read back  T S two four, eight Alpha Yankee'
run "$nearaid" ward --snapshot demo.nad TS24 8AY --lat 54.6 --lon -1.2
expect_status 2
expect_err 'more than one form'

run "$nearaid" locate --snapshot demo.nad
expect_status 2
run "$nearaid" locate --snapshot demo.nad ///filled.count.soap
expect_status 3
expect_err 'none is ever decoded'
# A place said in full beside a postcode that is not known is offered; beside a position far off nothing is certain.
run "$nearaid" locate --snapshot demo.nad 'Orange Box, TS1 9ZZ'
expect_status 3
expect_err 'Tranquillity House'
expect_err 'The postcode is not known'
run "$nearaid" locate --snapshot demo.nad 'Orange Box 54.5774, -1.2341'
expect_status 0
expect_out 'Tranquillity House'
expect_out 'Because    conflict'
run "$nearaid" locate --snapshot demo.nad 'Orange Box 54.6935, -1.2040'
expect_status 0
expect_out 'Certain    yes: number 1'

# A sign of a postcode that was lost.
for said in 'S24 8AY' 'TS2 8AY' 'T24 8AY'; do
    run "$nearaid" locate --snapshot demo.nad "$said"
    expect_that "$said is not taken" test "$status" = 3
    expect_err 'TS24 8AY'
done

finish
