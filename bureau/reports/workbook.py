def write_report(report, file):
    raise NotImplementedError
