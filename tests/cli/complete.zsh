# complete.zsh FOLDER LINE: type LINE into a zsh that has the completion _nearaid of FOLDER, press
# Tab, and print what stands on the line then.
zmodload zsh/zpty
zpty shell zsh -f -i
# Read until the pattern is there.
read_until() {
    local text all=
    while zpty -r shell text; do
        all+=$text
        [[ $all == *$1* ]] && { print -r -- "$all"; return }
    done
    return 1
}
zpty -w shell "PS1=; PROMPT_EOL_MARK=; fpath=($1 \$fpath); cd $1; autoload -Uz compinit; compinit -u -d $1/.zcompdump"
# Tab completes and shows the line: nothing is typed ahead, which would stop zsh from offering.
zpty -w shell 'show() { zle complete-word; print -r -- "LINE<$BUFFER>END" }; zle -N show; bindkey "^I" show'
# Not before the editor is at work: what is typed ahead of it would stop zsh from offering, too.
zpty -w shell 'zle-line-init() { print -r -- "EDIT""ING" }; zle -N zle-line-init'
read_until 'EDITING' >/dev/null || exit 1
zpty -w -n shell "$2"$'\t'
read_until '>END' | grep -aoE 'LINE<[^>]*>' | sed 's/LINE<\(.*\)>/\1/' | tail -n 1
zpty -d shell
