#!/bin/sh
# Makes the secrets of compose.yaml in secrets/. What is there stays.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets certificates
chmod 700 secrets
make() {
  [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"
}
# Letters and digits only: they stand in addresses too.
random() {
  openssl rand -hex 24
}
make mysql_password "$(random)"
make mysql_root_password "$(random)"
make redis_password "$(random)"
make metrics_token "$(random)"
make database_url "mysql://flightsheet:$(cat secrets/mysql_password)@mysql:3306/flightsheet"
make redis_url "redis://:$(cat secrets/redis_password)@redis:6379"
# The containers' users read them: node (1000), mysql and redis (999).
chmod 644 secrets/*
ls -l secrets
