/// Edits of every kind that git knows, as scripts that do the same in a container and on the host.
enum DiffCorpus {
    /// Makes the files that the edits start from.
    static let original = #"""
        set -euo pipefail
        printf 'one\ntwo\nthree\n' >edited.txt; printf 'gone\n' >deleted.txt; printf '#!/bin/sh\n' >becomes-executable
        printf '#!/bin/sh\n' >loses-executable; chmod +x loses-executable
        seq 1 100 >renamed.txt; seq 200 300 >"renamed and edited.txt"; printf 'dos\r\nline\r\n' >dos.txt
        head -c 3000 /dev/zero | tr '\0' '\377' >binary.bin; head -c 300 /dev/zero >removed.bin
        ln -s edited.txt link; ln -s edited.txt link-to-file; ln -s nowhere link-to-folder; printf 'f\n' >file-to-link
        printf 'f\n' >file-to-folder; mkdir folder-to-file folder; printf 'x\n' >folder-to-file/x
        printf 'no end' >no-end.txt; printf 'end\n' >end.txt; : >empty-filled.txt; printf 'full\n' >full-emptied.txt
        printf '*.tmp\nbuild/\n' >.gitignore; printf 'kept\n' >forced.tmp; printf 'in folder\n' >folder/file
        head -c 1000000 /dev/urandom >noise.bin; printf 'text\n' >text-to-binary; printf 'x\n' >$'caf\351.txt'; printf '* -text\n' >.gitattributes
        git add --all --force
        """#

    /// What the agent does to them.
    static let edits = #"""
        set -euo pipefail
        printf 'one\n2\nthree\n' >edited.txt; rm deleted.txt removed.bin; chmod +x becomes-executable
        chmod -x loses-executable; mv renamed.txt moved.txt; mv "renamed and edited.txt" "moved and edited.txt"
        printf 'more\n' >>"moved and edited.txt"; printf 'dos\r\nchanged\r\nlf\n' >dos.txt
        printf '\001\002' | dd of=binary.bin bs=1 seek=1000 conv=notrunc 2>/dev/null
        rm link; ln -s folder link; rm link-to-file; printf 'file\n' >link-to-file
        rm link-to-folder; mkdir link-to-folder; printf 'y\n' >link-to-folder/y
        rm file-to-link; ln -s /etc/passwd file-to-link; rm file-to-folder; mkdir file-to-folder
        printf 'z\n' >file-to-folder/z; rm -r folder-to-file; printf 'flat\n' >folder-to-file
        printf 'no end, still' >no-end.txt; printf 'no end now' >end.txt; printf 'filled' >empty-filled.txt
        : >full-emptied.txt; printf 'ignored\n' >new.tmp; mkdir build; printf 'ignored\n' >build/out
        printf 'changed\n' >forced.tmp; printf '\0\1\2' >text-to-binary; printf 'y\n' >$'caf\351.txt'
        : >empty; printf 'n\n' >$'new\n\tline'; printf 'q\n' >'quo"te'\''s'; printf 's\n' >' spaces  '
        printf 'b\n' >'back\slash'; printf 'd\n' >-dash; printf 'u\n' >$'\377\376'; printf 'ü\n' >ümläut
        printf 'diff --git a/x b/x\n--- a/x\n+++ b/x\n' >looks-like-a.patch; printf '\r' >carriage
        printf '\n\n \t\n' >whitespace; printf 'a%.0s' {1..100000} >one-long-line; printf '\357\273\277bom\r\n' >bom
        printf '<<<<<<< a\n=======\n>>>>>>> b\n' >conflict; ln -s $'to\nnowhere' odd-link; ln -s loop loop
        seq 1 6400000 >huge.txt; tail -c 500000 noise.bin >noise2.bin; printf 'x' >>noise.bin
        deep=$(printf 'd/%.0s' {1..60}); mkdir -p "$deep"; printf 'deep\n' >"${deep}file"; mkdir many
        for i in {1..5000}; do printf '%s\n' "$i" >"many/$i"; done
        git init --quiet --initial-branch=main nested
        export GIT_AUTHOR_{NAME,EMAIL}=n GIT_COMMITTER_{NAME,EMAIL}=n GIT_{AUTHOR,COMMITTER}_DATE='@1 +0000'
        git -C nested commit --quiet --allow-empty --message=nested
        """#
}
