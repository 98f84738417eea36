using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Lets tests start this assembly as a process of its own: the firing side, or a thinking side that can be killed.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args switch
        {
            ["pulse", .. var rest] => PulseProcess.Run(rest),
            ["think", var plan] => ThinkingSide.Run(plan),
            _ => 2,
        };
    }
}
