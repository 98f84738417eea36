namespace ClosedLoop.App;

/// <summary>Where emulated devices hang: the pseudo-terminals of a virtual world, by the names used in it.</summary>
/// <param name="Cs">The stimulator on line 1 of the box.</param>
/// <param name="Ts">The stimulator on line 2.</param>
/// <param name="Box">The timer box.</param>
internal sealed record EmulatedPorts(string Cs, string Ts, string Box)
{
    /// <summary>The port of an emulated stimulator: that of the line to which it is wired.</summary>
    /// <exception cref="RefusedException">The virtual world has no device on that line.</exception>
    public string Of(Experiment experiment, StimulatorSection stimulator)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(stimulator);
        var line = experiment.Outputs.First(output => output.Stimulator == stimulator.Name).Line;
        return line switch
        {
            1 => Cs,
            2 => Ts,
            _ => throw new RefusedException(
                $"The emulated stimulator '{stimulator.Name}' is wired to line {line}; the virtual world has lines 1 (cerebellum) and 2 (motor cortex)."),
        };
    }
}
