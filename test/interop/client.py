"""Calls each method name of argv[2:] at the port argv[1]; prints what the strict client of grpcio-status says."""
import json
import sys

import grpc
from grpc_status import rpc_status

channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}")
get_book = channel.unary_unary(
    "/example.library.v1.LibraryService/GetBook",
    request_serializer=lambda name: bytes([0x0A, len(name.encode())]) + name.encode(),
    response_deserializer=lambda data: data,
)
answers = {}
for name in sys.argv[2:]:
    try:
        get_book(name, timeout=5)
        answers[name] = {"problem": "no error"}
    except grpc.RpcError as error:
        answer = {"code": error.code().name, "message": error.details(), "details": []}
        try:
            # Raises where the trailer differs from the status in a single byte.
            status = rpc_status.from_call(error)
            if status is not None:
                answer["details"] = [any.type_url.rpartition(".")[2] for any in status.details]
        except ValueError as mismatch:
            answer["problem"] = str(mismatch)
        answers[name] = answer
print(json.dumps(answers))
