module tidegate/access-log

go 1.24
