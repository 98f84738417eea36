#!/bin/sh
# Fetches the real liblsl (x64, protocol 1.10, MIT) for the conformance tests, out of the npm package that still carries it.
set -eu
cd "$(dirname "$0")/../../.."
mkdir -p artifacts/liblsl
cd artifacts/liblsl
archive=$(npm pack --silent node-lsl@0.1.0)
tar -xzf "$archive" --strip-components=2 package/prebuilt/liblsl64.so
echo "13f1ba640400ceca418737417cbee832f884a7aa061a7caee236ea9895f32f6a  liblsl64.so" | sha256sum --check --quiet
rm "$archive"
echo "artifacts/liblsl/liblsl64.so is ready"
