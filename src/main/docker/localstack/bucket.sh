#!/bin/sh
# Run by LocalStack whenever it is ready.
awslocal s3api create-bucket --bucket psc-accounting
