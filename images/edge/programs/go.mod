module tidegate/edge

go 1.24
