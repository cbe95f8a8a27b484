"""A store that speaks S3, on this machine's own loopback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "geostories-tests"
KEYS = {"s3_access_key": "tests", "s3_secret_key": "tests"}


@contextmanager
def s3_settings() -> Iterator[dict[str, str]]:
    """The settings that name a fresh bucket."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="eu-north-1",
        aws_access_key_id=KEYS["s3_access_key"],
        aws_secret_access_key=KEYS["s3_secret_key"],
    )
    place = {"LocationConstraint": "eu-north-1"}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    client.close()
    try:
        yield {"s3_bucket": BUCKET, "s3_endpoint": endpoint, **KEYS}
    finally:
        server.stop()
