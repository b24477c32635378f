"""stub"""
def read_body(body, line):
    raise NotImplementedError
