# Reads `gemini --output-format stream-json`, or the text of the program that stands in for it.
include "outcome-gemini";

read_gemini([inputs])
