#!/bin/sh
# Makes every certificate of this folder anew. Private keys of nothing: nobody trusts them but the tests.
set -eu
cd "$(dirname "$0")"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key.pem"; }
leaf() { # name, subject, alternative names, more options of "openssl x509"
  name=$1 subject=$2 names=$3
  shift 3
  key "$name"
  openssl req -new -key "$name.key.pem" -subj "$subject" |
    openssl x509 -req -CA authority.pem -CAkey authority.key.pem -CAcreateserial -sha256 "$@" \
      -extfile /dev/fd/3 -out "$name.pem" 3<<END
basicConstraints=CA:FALSE
subjectAltName=$names
END
}
key authority
openssl req -x509 -new -key authority.key.pem -sha256 -days 36500 -subj "/O=Firma/CN=Firmaets egne servere" -out authority.pem
leaf house /CN=unilock.firma.example "IP:127.0.0.1,DNS:localhost,DNS:planner.firma.example" -days 36500
leaf renewed /CN=unilock.firma.example "IP:127.0.0.1,DNS:localhost,DNS:planner.firma.example" -days 36500
leaf elsewhere /CN=elsewhere.firma.example "DNS:elsewhere.firma.example" -days 36500
leaf expired /CN=unilock.firma.example "IP:127.0.0.1" -days -1
key alone
openssl req -x509 -new -key alone.key.pem -sha256 -days 36500 -subj /CN=unilock-alene -addext "subjectAltName=IP:127.0.0.1" -out alone.pem
rm -f authority.key.pem authority.srl
