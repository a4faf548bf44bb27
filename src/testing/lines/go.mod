module devsession.local/lines

go 1.24
