def write_narrative(report, file):
    raise NotImplementedError
