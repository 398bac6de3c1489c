# Prints every declaration that other modules see and that has no doc comment. What a protocol of the language or the
# standard library prescribes documents itself.
FNR == 1 { documented = 0 }
/^[[:space:]]*\/\/\// { documented = 1; next }
/^[[:space:]]*@/ && !/package / { next }
/^[[:space:]]*(@[A-Za-z]+(\([^)]*\))? +)*package ((static|final|nonisolated|mutating|consuming|indirect|internal\(set\)|private\(set\)) )*(func|struct|enum|class|actor|protocol|typealias|var|let)/ {
    if (!documented && !/func (encode|hash|makeAsyncIterator|next)|func (==|<)|var description|typealias (Element|Failure)/)
        print FILENAME ":" FNR ": " $0
}
{ documented = 0 }
