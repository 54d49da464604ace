#!/usr/bin/env bash
# Mistakes on the command line: exit status 2, nothing on standard output, the remedy in words.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
here=(--lat 54.6867 --lon -1.2080)

mistake 2 'No subcommand; "nearaid --help" lists them'
mistake 2 'Unknown subcommand "wrad"; Did you mean "ward"?' wrad
mistake 2 'Unknown subcommand "nearst"; Did you mean "nearest"?' help nearst
mistake 2 'Unknown subcommand "abracadabra"; "nearaid --help" lists them' abracadabra
mistake 2 'Unknown option "--verson"; Did you mean "--version"?' --verson

mistake 2 'Unknown option "--latt"; Did you mean --lat?' ward --latt 54.6
mistake 2 'Unknown option "--accuracy_m"; Did you mean --accuracy-m?' ward --accuracy_m=5
mistake 2 'Unknown option "--zzzzzz"; "nearaid ward --help" lists them' ward --zzzzzz
mistake 2 'Unknown option "-x"' ward -x
mistake 2 'Unknown option "-xj"' ward --json -xj
mistake 2 'Unknown option "--kind"' ward --kind bleed_cabinet
mistake 2 'Unknown option "--json"' compile "$demo" --json
mistake 2 'Option --lat needs a value; Write --lat DEGREES' ward --lon -1.2 --lat
mistake 2 'Option --output needs a value; Write --output FILE' ward -o
mistake 2 'Option --json takes no value' ward --json=yes
mistake 2 'Option --snapshot has an empty value' ward --snapshot '' "${here[@]}"
mistake 2 'Option --pack is given more than once' ward --pack a --pack b "${here[@]}"
mistake 2 'Positions are named: --lat 54.6867 --lon -1.2080' ward 54.6867 -1.2080
mistake 2 'Unexpected argument "again"' check "$demo" again

mistake 2 'No PACK is given; Write nearaid compile PACK' compile
mistake 2 'No PACK is given; Write nearaid check PACK' check --json
mistake 2 'No data to ask; Give --snapshot FILE or --pack DIR' ward "${here[@]}"
mistake 2 'Both --snapshot and --pack are given' ward --snapshot a --pack b
mistake 2 '--grid and --no-grid do nothing with --snapshot' ward --snapshot a --no-grid
mistake 2 'Both --grid and --no-grid are given' check "$demo" --grid x --no-grid
mistake 2 'The folder has no name to call the file by; Give -o FILE' compile /
mistake 2 'The folder has no name to call the file by; Give -o FILE' compile ./

export NEARAID_SNAPSHOT=a NEARAID_PACK=b
mistake 2 'Both NEARAID_SNAPSHOT and NEARAID_PACK are set' ward "${here[@]}"
finish
