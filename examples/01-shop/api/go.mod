module kiosk.example/api

go 1.19
