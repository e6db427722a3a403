# Files that people send: portal and desk.

upload-file-hint = { $types }; up to { $size }.
upload-file-empty = “{ $name }” is empty. Choose a file with content.
upload-file-large = “{ $name }” is { $size }. Choose a file of up to { $max }.
upload-file-type = “{ $name }” is not of an accepted kind. Choose { $types }.
upload-file-disguised = The content of “{ $name }” does not fit its kind. Save it anew and choose it again.
upload-many = There are too many files. Attach the most important ones or put them together into one document.
