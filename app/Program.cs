return ClosedLoop.App.ClosedLoopProgram.Run(args, Console.Out, Console.Error);
